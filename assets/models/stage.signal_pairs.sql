-- One row a tutor and student: sessions that the student could have ended, those cancelled late in
-- the student's name, and what the student did with other tutors on the days that are published.

with pair as (
    select
        number,
        student,
        count(*) as sessions,
        count(*) filter (where is_late) as late,
        count(*) filter (where day > $published_after) as recent_sessions,
        count(*) filter (where is_late and day > $published_after) as recent_late
    from stage.signal_met
    where could_end and number is not null
    group by number, student
)

select
    number,
    student,
    sessions,
    late,
    (sum(recent_sessions) over of_student - recent_sessions)::bigint as sessions_elsewhere,
    (sum(recent_late) over of_student - recent_late)::bigint as late_elsewhere
from pair
window of_student as (partition by student)
