-- No day can have more late sessions than sessions that count, nor more of those than were booked.
-- Remedy: a fault in the models, report it with the rows shown.

select
    tutor_id,
    day,
    booked,
    exposure,
    late
from core.tutor_days
where late > exposure or exposure > booked
