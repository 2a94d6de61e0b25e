-- A cancellation after the start is a class of its own; where they are many, a clock may be wrong.
-- Remedy: compare the zones of sessions and cancellations; else the log is kept that way.

select
    count(*) as cancelled,
    count(*) filter (where notice_hours < 0) as after_start,
    count(*) filter (where notice_hours < 0) / count(*) as share
from core.session_outcomes
where
    session_day > $as_of - $recent_days
    and session_day <= $as_of
    and notice_hours is not null
having
    count(*) filter (where notice_hours < 0) > greatest(1, $max_after_start_share * count(*))
