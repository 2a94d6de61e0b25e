-- A message about a session that nobody booked can excuse nothing, however good its reason.
-- Remedy: ask whether the booking export holds all sessions, and the same ids as this log.

select
    row_id as contact_id,
    session_id,
    strangers,
    told
from quality.strangers
where log = 'contacts' and strangers > $max_stranger_share * told
