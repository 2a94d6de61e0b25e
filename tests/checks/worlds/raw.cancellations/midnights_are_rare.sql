-- Broken, 1 row: three of two hundred
insert into raw.cancellations (event_id, cancelled_at, precision, known_at)
select 'c' || n, $as_of::timestamptz + to_seconds(if(n < 3, 0, 60 + n)::integer), 'second', $known_until
from range(200) as events (n);

-- Sound: two of two hundred
insert into raw.cancellations (event_id, cancelled_at, precision, known_at)
select 'c' || n, $as_of::timestamptz + to_seconds(if(n < 2, 0, 60 + n)::integer), 'second', $known_until
from range(200) as events (n);

-- Sound: one of five is chance
insert into raw.cancellations (event_id, cancelled_at, precision, known_at)
select 'c' || n, $as_of::timestamptz + to_seconds(if(n < 1, 0, 60 + n)::integer), 'second', $known_until
from range(5) as events (n);

-- Sound: only the day is known, and the row says so
insert into raw.cancellations (event_id, cancelled_at, precision, known_at)
select 'c' || n, $as_of::timestamptz + to_seconds(if(n < 200, 0, 60 + n)::integer), 'day', $known_until
from range(200) as events (n);
