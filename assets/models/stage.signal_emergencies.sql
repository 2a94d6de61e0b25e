-- One row a session that a tutor ended or missed with an emergency as the reason. One that was
-- excused belongs here too: each may be true, it is the habit that is asked about.

select
    tutor.number,
    session.session_id,
    session.student_id,
    session.session_day as day
from core.session_outcomes as session
inner join stage.evidence_tutors as tutor on session.tutor_id = tutor.tutor_id
where
    session.emergency
    and session.blame = 'tutor'
    and session.event in ('cancelled', 'rescheduled', 'no_show', 'interrupted')
    and session.excuse <> 'amnesty'
    and not session.provisional
    and session.session_day > $before_day
    and session.session_day <= $as_of
order by tutor.number, session.session_day, session.session_id
