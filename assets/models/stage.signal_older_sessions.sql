-- One row a session from before the days that are published, of students whom a tutor asked about
-- taught: what a verdict on their pairs may rest on beside what is published.

select
    older.session_id,
    older.tutor_id,
    older.student_id,
    older.session_day,
    older.scheduled_start,
    older.booked_at,
    older.cancelled_at,
    older.event,
    older.blame,
    older.cured_by,
    older.session_delivery,
    older.session_line
from core.session_outcomes as older
where
    older.session_day > $before_day
    and older.session_day <= $published_after
    and older.student_id in (
        select taught.student_id
        from core.session_outcomes as taught
        inner join stage.evidence_tutors as tutor on taught.tutor_id = tutor.tutor_id
        inner join stage.signal_asked as asked on tutor.number = asked.number
        where taught.student_id is not null and taught.session_day > $before_day
    )
order by older.session_id
