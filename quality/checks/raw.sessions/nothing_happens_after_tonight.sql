-- A row known tonight that tells of something after it means a wrong clock, zone or date format.
-- Remedy: state the log's zone and date formats in the source file.

select
    session_id,
    booked_at,
    updated_at,
    scheduled_start,
    status
from raw.sessions
where
    known_at <= $known_until
    and (
        booked_at > $known_until
        or updated_at > $known_until
        or (scheduled_start > $known_until and status not in ('scheduled', 'cancelled'))
    )
