-- Exactly the policy's line is in time, one second less is late; whose doing is another question.
-- Remedy: a fault in the models, report it with the rows shown.

select
    session_id,
    event,
    notice,
    notice_hours,
    is_late
from core.session_outcomes
where
    policy_version = $policy_version
    and (
        (is_late and (notice_hours is null or round(notice_hours * 3600) >= $line_seconds))
        or (not is_late and notice = 'exact' and round(notice_hours * 3600) < $line_seconds)
    )
