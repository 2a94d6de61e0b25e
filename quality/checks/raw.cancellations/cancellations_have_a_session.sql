-- A cancellation whose session the booking log lacks is rebuilt from what it carries, if it can be.
-- Remedy: ask whether the booking export leaves out cancelled or deleted sessions.

with recent as (
    select distinct session_id
    from raw.cancellations
    where
        known_at <= $known_until
        and coalesce(cancelled_at, known_at) > $known_until - to_days($recent_days)
),

known as (
    select distinct session_id
    from raw.sessions
    where
        known_at <= $known_until
        and session_id in (select recent.session_id from recent)
),

lost as (
    select recent.session_id
    from recent
    where
        recent.session_id is null
        or recent.session_id not in (select known.session_id from known)
),

in_all as (
    select
        (select count(*) from recent) as sessions,
        (select count(*) from lost) as lacking
)

select
    lost.session_id,
    in_all.lacking,
    in_all.sessions
from lost
cross join in_all
where in_all.lacking > $max_sessionless_share * in_all.sessions
