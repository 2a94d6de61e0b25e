-- One row a session of a student, tutor and student by number, for whoever looks at pairs: numbers
-- are grouped and joined at a fraction of what ids take. A tutor whom nobody knows yet has none.
-- A student could have ended what nobody else ended first; a day under an amnesty tells nothing.
-- Late is what was cancelled late in the student's name, whoever pressed the button.

select
    session.session_id,
    tutor.number,
    met.student,
    session.session_day as day,
    session.scheduled_start,
    session.booked_at,
    session.event in ('completed', 'interrupted', 'no_show', 'no_show_student') as was_held,
    session.session_day <= $as_of
    and session.excuse <> 'amnesty'
    and (
        session.event in ('completed', 'no_show_student')
        or (session.event in ('cancelled', 'rescheduled') and session.blame = 'student')
    ) as could_end,
    could_end and session.event in ('cancelled', 'rescheduled') and session.is_late as is_late,
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
