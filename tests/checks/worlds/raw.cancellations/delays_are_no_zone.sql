-- Broken, 1 row: most come five hours after, to the minute
insert into raw.cancellations (event_id, cancelled_at, received_at, precision, known_at)
select 'c' || n, $known_until - to_hours(48), $known_until - to_hours(48) + to_seconds(if(n < 20, 18000 + 15 * n, 600 * n)::integer), 'second', $known_until
from range(39) as events (n);

-- Broken, 1 row: most come two hours before
insert into raw.cancellations (event_id, cancelled_at, received_at, precision, known_at)
select 'c' || n, $known_until - to_hours(48), $known_until - to_hours(48) - to_seconds(if(n < 20, 7200, 0)::integer), 'second', $known_until
from range(39) as events (n);

-- Sound: half of them
insert into raw.cancellations (event_id, cancelled_at, received_at, precision, known_at)
select 'c' || n, $known_until - to_hours(48), $known_until - to_hours(48) + to_seconds(if(n < 20, 18000, 0)::integer), 'second', $known_until
from range(40) as events (n);

-- Sound: too few to tell
insert into raw.cancellations (event_id, cancelled_at, received_at, precision, known_at)
select 'c' || n, $known_until - to_hours(48), $known_until - to_hours(48) + to_hours(5), 'second', $known_until
from range(19) as events (n);

-- Sound: at once
insert into raw.cancellations (event_id, cancelled_at, received_at, precision, known_at)
select 'c' || n, $known_until - to_hours(48), $known_until - to_hours(48), 'second', $known_until
from range(100) as events (n);

-- Sound: hours later, each its own
insert into raw.cancellations (event_id, cancelled_at, received_at, precision, known_at)
select 'c' || n, $known_until - to_hours(48), $known_until - to_hours(48) + to_seconds((600 + 977 * n)::integer), 'second', $known_until
from range(39) as events (n);
