-- One row a session of the tutors asked about that was cancelled late in a student's name.

select
    met.number,
    met.session_id,
    student.student_id,
    met.student,
    met.day
from stage.signal_met as met
inner join stage.signal_asked as asked on met.number = asked.number
inner join stage.signal_met_students as student on met.student = student.student
where met.is_late
order by met.number, met.day, met.session_id
