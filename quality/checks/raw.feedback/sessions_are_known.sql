-- A student's word on a session that nobody booked is shown to no reviewer.
-- Remedy: ask whether the booking export holds all sessions, and the same ids as this log.

select
    row_id as feedback_id,
    session_id,
    strangers,
    told
from quality.strangers
where log = 'feedback' and strangers > $max_stranger_share * told
