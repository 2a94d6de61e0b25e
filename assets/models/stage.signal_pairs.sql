-- One row a tutor and student: their sessions, and what the student did with other tutors.

with pair as (
    select
        number,
        student_id,
        sum(sessions)::bigint as sessions,
        sum(late)::bigint as late
    from stage.signal_pair_days
    group by number, student_id
)

select
    number,
    student_id,
    sessions,
    late,
    (sum(sessions) over of_student - sessions)::bigint as sessions_elsewhere,
    (sum(late) over of_student - late)::bigint as late_elsewhere
from pair
window of_student as (partition by student_id)
