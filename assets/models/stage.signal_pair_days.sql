-- One row a tutor, student and day: sessions that the student could have ended, and those that were
-- cancelled late in the student's name, whoever pressed the button. What the tutor or the platform
-- ended first the student could not end; a day under an amnesty tells nothing.

select
    tutor.number,
    session.student_id,
    session.session_day as day,
    count(*)::integer as sessions,
    count(*) filter (
        where session.event in ('cancelled', 'rescheduled') and session.is_late
    )::integer as late
from core.session_outcomes as session
inner join stage.evidence_tutors as tutor on session.tutor_id = tutor.tutor_id
where
    session.student_id is not null
    and session.session_day > $before_day
    and session.session_day <= $as_of
    and session.excuse <> 'amnesty'
    and (
        session.event in ('completed', 'no_show_student')
        or (session.event in ('cancelled', 'rescheduled') and session.blame = 'student')
    )
group by tutor.number, session.student_id, session.session_day
