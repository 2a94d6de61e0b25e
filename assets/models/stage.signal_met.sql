-- One row a session of a tutor with a student, both by number, for whoever looks at pairs. A tutor
-- whom nobody knows yet has no number.

select
    session.session_id,
    tutor.number,
    met.student,
    session.session_day,
    session.scheduled_start,
    session.booked_at,
    session.event in ('completed', 'interrupted', 'no_show', 'no_show_student') as was_held,
    case
        when
            session.event = 'cancelled'
            and session.blame in ('tutor', 'student')
            and session.cured_by is null
            then session.cancelled_at
        else null
    end as cancelled_at,
    session.blame = 'tutor' as by_tutor
from core.session_outcomes as session
inner join stage.signal_met_students as met on session.student_id = met.student_id
left join stage.evidence_tutors as tutor on session.tutor_id = tutor.tutor_id
where session.tutor_id is not null and session.session_day > $before_day
