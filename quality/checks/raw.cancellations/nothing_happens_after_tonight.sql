-- A cancellation known tonight that happened after it means a wrong clock, zone or date format.
-- Remedy: state the log's zone and date formats in the source file.

select
    event_id,
    session_id,
    cancelled_at,
    known_at
from raw.cancellations
where known_at <= $known_until and cancelled_at > $known_until
