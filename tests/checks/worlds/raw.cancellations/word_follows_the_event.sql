-- Broken, 1 row: word of two of a hundred came a second before
insert into raw.cancellations (event_id, cancelled_at, received_at, precision, known_at)
select 'c' || n, $known_until - to_hours(48), $known_until - to_hours(48) - to_seconds(if(n < 2, 1, 0)), 'second', $known_until
from range(100) as events (n);

-- Sound: of one of a hundred
insert into raw.cancellations (event_id, cancelled_at, received_at, precision, known_at)
select 'c' || n, $known_until - to_hours(48), $known_until - to_hours(48) - to_seconds(if(n < 1, 1, 0)), 'second', $known_until
from range(100) as events (n);

-- Sound: nobody says when word came
insert into raw.cancellations (event_id, cancelled_at, received_at, precision, known_at)
select 'c' || n, $known_until - to_hours(48), null, 'second', $known_until
from range(100) as events (n);
