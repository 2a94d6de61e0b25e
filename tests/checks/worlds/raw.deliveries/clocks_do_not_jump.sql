-- Broken, 1 row: tonight's sessions begin four hours late
insert into raw.sessions (session_id, scheduled_start, known_at)
select
    's' || day || '-' || n,
    $as_of::timestamptz - to_days(day::integer) + to_hours((16 + n % 4 + if(day = 0, 4, 0))::integer),
    $known_until
from range(63) as days (day)
cross join range(200) as sessions (n);

-- Broken, 1 row: tonight's cancellations are three hours early
insert into raw.cancellations (event_id, cancelled_at, precision, known_at)
select
    'c' || day || '-' || n,
    $as_of::timestamptz - to_days(day::integer) + to_hours((16 + n % 4 - if(day = 0, 3, 0))::integer),
    'second',
    $known_until
from range(63) as days (day)
cross join range(200) as events (n);

-- Broken, 1 row: a small marketplace shows it within a week
insert into raw.sessions (session_id, scheduled_start, known_at)
select
    's' || day || '-' || n,
    $as_of::timestamptz - to_days(day::integer) + to_hours((16 + n % 4 - if(day < 7, 3, 0))::integer),
    $known_until
from range(63) as days (day)
cross join range(30) as sessions (n);

-- Sound: an hour, as when summer time begins
insert into raw.sessions (session_id, scheduled_start, known_at)
select
    's' || day || '-' || n,
    $as_of::timestamptz - to_days(day::integer) + to_hours((17 + if(day = 0, 1, 0))::integer),
    $known_until
from range(63) as days (day)
cross join range(200) as sessions (n);

-- Sound: the evening is missing
insert into raw.sessions (session_id, scheduled_start, known_at)
select
    's' || day || '-' || n,
    $as_of::timestamptz - to_days(day::integer) + to_hours((16 + n % if(day = 0, 2, 4))::integer),
    $known_until
from range(63) as days (day)
cross join range(200) as sessions (n);

-- Sound: too few to tell
insert into raw.sessions (session_id, scheduled_start, known_at)
select
    's' || day || '-' || n,
    $as_of::timestamptz - to_days(day::integer) + to_hours((16 + n % 4 + if(day < 7, 4, 0))::integer),
    $known_until
from range(63) as days (day)
cross join range(28) as sessions (n);

-- Sound: days whose time of day is not known
insert into raw.cancellations (event_id, cancelled_at, precision, known_at)
select
    'c' || day || '-' || n,
    $as_of::timestamptz - to_days(day::integer) + to_hours((16 + n % 4 + if(day = 0, 4, 0))::integer),
    'second',
    $known_until
from range(63) as days (day)
cross join range(200) as events (n);
update raw.cancellations set precision = 'day';
