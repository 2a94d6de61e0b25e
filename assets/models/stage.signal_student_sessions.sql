-- One row a session of the tutors asked about that was cancelled late in a student's name.

select
    asked.number,
    session.session_id,
    session.student_id,
    session.session_day as day
from core.session_outcomes as session
inner join stage.evidence_tutors as tutor on session.tutor_id = tutor.tutor_id
inner join stage.signal_asked as asked on tutor.number = asked.number
where
    session.student_id is not null
    and session.session_day > $before_day
    and session.session_day <= $as_of
    and session.excuse <> 'amnesty'
    and session.event in ('cancelled', 'rescheduled')
    and session.blame = 'student'
    and session.is_late
order by asked.number, session.session_day, session.session_id
