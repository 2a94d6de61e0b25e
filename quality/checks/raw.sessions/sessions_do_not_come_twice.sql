-- One lesson under two ids counts twice, and so does its late cancellation: an export came twice.
-- Remedy: ask why ids changed; take one of the two exports out, move the warehouse away, run again.

with spans as (
    select unnest($doubled_windows_days) as days
),

told as not materialized (
    select
        tutor_id,
        student_id,
        scheduled_start,
        session_id
    from raw.sessions
    where
        known_at <= $known_until
        and scheduled_start <= $known_until
        and scheduled_start > $known_until - to_days(list_max($doubled_windows_days))
        and status <> 'cancelled'
        and tutor_id is not null
        and student_id is not null
),

lesson as (
    select
        tutor_id,
        student_id,
        scheduled_start,
        min(session_id) as session_id,
        max(session_id) as other_session_id
    from told
    group by tutor_id, student_id, scheduled_start
),

counted as (
    select
        scheduled_start,
        session_id,
        other_session_id,
        1 as ids
    from lesson
    where session_id = other_session_id
    union all
    select
        told.scheduled_start,
        min(told.session_id) as session_id,
        max(told.session_id) as other_session_id,
        count(distinct told.session_id) as ids
    from lesson
    inner join told
        on
            lesson.tutor_id = told.tutor_id
            and lesson.student_id = told.student_id
            and lesson.scheduled_start = told.scheduled_start
    where lesson.session_id <> lesson.other_session_id
    group by told.tutor_id, told.student_id, told.scheduled_start
)

select
    spans.days,
    sum(counted.ids) as sessions,
    sum(counted.ids - 1) as doubled,
    sum(counted.ids - 1) / sum(counted.ids) as share,
    min(counted.session_id) filter (where counted.ids > 1) as session_id,
    min(counted.other_session_id) filter (where counted.ids > 1) as other_session_id
from counted
inner join spans on counted.scheduled_start > $known_until - to_days(spans.days)
group by spans.days
having
    sum(counted.ids - 1) >= $min_doubled_sessions
    and sum(counted.ids - 1) > $max_doubled_share * sum(counted.ids)
