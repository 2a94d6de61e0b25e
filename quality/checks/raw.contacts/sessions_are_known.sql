-- A message about a session that nobody booked can excuse nothing, however good its reason.
-- Remedy: ask whether the booking export holds all sessions, and the same ids as this log.

with recent as (
    select distinct
        contact_id,
        session_id
    from raw.contacts
    where
        known_at <= $known_until
        and contacted_at > $known_until - to_days($recent_days)
        and session_id is not null
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
        recent.contact_id,
        recent.session_id,
        known.session_id is null as is_stranger,
        count(*) over () as told,
        count(*) filter (where known.session_id is null) over () as strangers
    from recent
    left join known on recent.session_id = known.session_id
)

select
    contact_id,
    session_id,
    strangers,
    told
from traced
where is_stranger and strangers > $max_stranger_share * told
