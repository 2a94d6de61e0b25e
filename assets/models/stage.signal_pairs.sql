-- One row a tutor and student: their sessions, and what the student did with other tutors on the
-- days that are published.

with pair as (
    select
        number,
        student_id,
        sum(sessions)::bigint as sessions,
        sum(late)::bigint as late,
        coalesce(sum(sessions) filter (where day > $published_after), 0) as recent_sessions,
        coalesce(sum(late) filter (where day > $published_after), 0) as recent_late
    from stage.signal_pair_days
    group by number, student_id
)

select
    number,
    student_id,
    sessions,
    late,
    (sum(recent_sessions) over of_student - recent_sessions)::bigint as sessions_elsewhere,
    (sum(recent_late) over of_student - recent_late)::bigint as late_elsewhere
from pair
window of_student as (partition by student_id)
