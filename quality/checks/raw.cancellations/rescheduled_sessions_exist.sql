-- A session that was moved to one nobody booked lost its other half: the rebooking cannot count.
-- Remedy: ask whether the booking export holds moved sessions under their new id.

with recent as (
    select distinct
        session_id,
        rescheduled_to_session_id
    from raw.cancellations
    where
        known_at <= $known_until
        and coalesce(cancelled_at, known_at) > $known_until - to_days($recent_days)
        and rescheduled_to_session_id is not null
),

known as (
    select distinct session_id
    from raw.sessions
    where
        known_at <= $known_until
        and session_id in (select recent.rescheduled_to_session_id from recent)
),

traced as (
    select
        recent.session_id,
        recent.rescheduled_to_session_id,
        known.session_id is null as is_lost,
        count(*) over () as moved,
        count(*) filter (where known.session_id is null) over () as lost
    from recent
    left join known on recent.rescheduled_to_session_id = known.session_id
)

select
    session_id,
    rescheduled_to_session_id,
    lost,
    moved
from traced
where is_lost and lost > $max_stranger_share * moved
