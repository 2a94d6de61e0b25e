-- Notice decides who is late; it must be the time from cancellation to start, to the second.
-- Remedy: a fault in the models, report it with the rows shown.

select
    session_id,
    cancelled_at,
    earliest_start,
    scheduled_start,
    notice_hours
from core.session_outcomes
where
    (notice = 'exact' and (cancelled_at is null or notice_hours is null))
    or (notice = 'unknown' and notice_hours is not null)
    or abs(
        notice_hours * 3600
        - epoch(
            case when $from_earliest_start then earliest_start else scheduled_start end
            - cancelled_at
        )
    ) > 1
