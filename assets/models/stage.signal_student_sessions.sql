-- One row a session that was cancelled late in a student's name, of tutors with so many.

with told_of as (
    select number
    from stage.signal_pairs
    group by number
    having sum(late) >= $min_events
)

select
    met.number,
    met.session_id,
    student.student_id,
    met.student,
    met.day
from stage.signal_met as met
inner join told_of on met.number = told_of.number
inner join stage.signal_met_students as student on met.student = student.student
where met.is_late
order by met.number, met.day, met.session_id
