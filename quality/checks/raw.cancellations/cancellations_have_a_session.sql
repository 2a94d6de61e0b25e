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

traced as (
    select
        recent.session_id,
        known.session_id is not null as has_session,
        count(*) over () as sessions,
        count(*) filter (where not has_session) over () as lacking
    from recent
    left join known on recent.session_id = known.session_id
)

select
    session_id,
    lacking,
    sessions
from traced
where not has_session and lacking > $max_sessionless_share * sessions
