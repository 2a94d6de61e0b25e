-- A spreadsheet writes long ids as 1.23E+11: different sessions or tutors become one.
-- Remedy: export ids as text; in the spreadsheet, format the column as text before saving.

select
    session_id,
    tutor_id,
    student_id,
    delivery_id,
    line
from raw.sessions
where
    known_at <= $known_until
    and scheduled_start > $known_until - to_days($recent_days)
    and (
        regexp_full_match(session_id, '[0-9](.[0-9]+)?E[+][0-9]+')
        or regexp_full_match(tutor_id, '[0-9](.[0-9]+)?E[+][0-9]+')
        or regexp_full_match(student_id, '[0-9](.[0-9]+)?E[+][0-9]+')
    )
