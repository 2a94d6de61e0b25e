-- One lesson under two ids counts twice, and so does its late cancellation: an export came twice.
-- Remedy: ask why ids changed; take one of the two exports out, move the warehouse away, run again.

with spans as (
    select unnest($doubled_windows_days) as days
),

lesson as (
    select
        spans.days,
        session.tutor_id,
        session.student_id,
        session.scheduled_start,
        count(distinct session.session_id) as ids,
        min(session.session_id) as session_id,
        max(session.session_id) as other_session_id
    from raw.sessions as session
    inner join spans
        on session.scheduled_start > $known_until - to_days(spans.days)
    where
        session.known_at <= $known_until
        and session.scheduled_start <= $known_until
        and session.scheduled_start > $known_until - to_days(list_max($doubled_windows_days))
        and session.status <> 'cancelled'
        and session.tutor_id is not null
        and session.student_id is not null
    group by spans.days, session.tutor_id, session.student_id, session.scheduled_start
)

select
    days,
    sum(ids) as sessions,
    sum(ids - 1) as doubled,
    sum(ids - 1) / sum(ids) as share,
    min(session_id) filter (where ids > 1) as session_id,
    min(other_session_id) filter (where ids > 1) as other_session_id
from lesson
group by days
having sum(ids - 1) >= $min_doubled_sessions and sum(ids - 1) > $max_doubled_share * sum(ids)
