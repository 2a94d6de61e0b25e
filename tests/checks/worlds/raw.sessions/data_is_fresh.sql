-- Broken, 1 row: silent for four days where five events a day are usual
insert into raw.sessions (session_id, scheduled_start, status, known_at)
select 's' || n, $known_until - to_hours(96 + 4 * n::integer), 'completed', $known_until
from range(150) as hours (n);

-- Sound: silent for three days
insert into raw.sessions (session_id, scheduled_start, status, known_at)
select 's' || n, $known_until - to_hours(72 + 4 * n::integer), 'completed', $known_until
from range(150) as hours (n);

-- Sound: the last cancellation is of tonight
insert into raw.sessions (session_id, scheduled_start, status, known_at)
select 's' || n, $known_until - to_hours(96 + 4 * n::integer), 'completed', $known_until
from range(150) as hours (n);
insert into raw.cancellations (event_id, cancelled_at, known_at) values ('c', $known_until, $known_until);

-- Sound: so few events that a week without one says nothing
insert into raw.sessions (session_id, scheduled_start, status, known_at)
select 's' || n, $known_until - to_hours(168 + 24 * n::integer), 'completed', $known_until
from range(28) as days (n);

-- Sound: only bookings ahead
insert into raw.sessions (session_id, scheduled_start, status, known_at)
values ('s', $known_until + to_days(1), 'scheduled', $known_until);
