-- Broken, 1 row: five tutors in one second, more than a fifth of all
insert into raw.cancellations (event_id, session_id, cancelled_at, precision, initiator, known_at)
select 'c' || n, 's' || n, $known_until - to_minutes(if(n < 5, 0, n)::integer), 'second', 'tutor', $known_until
from range(24) as events (n);
insert into raw.sessions (session_id, tutor_id) select 's' || n, 't' || n from range(24) as events (n);

-- Broken, 2 rows: two seconds share all cancellations
insert into raw.cancellations
(event_id, session_id, tutor_id, cancelled_at, precision, initiator, known_at)
select 'c' || n, 's' || n, 't' || n, $known_until - to_hours((n % 2)::integer), 'second', 'tutor', $known_until
from range(20) as events (n);

-- Sound: a fifth of all
insert into raw.cancellations (event_id, session_id, cancelled_at, precision, initiator, known_at)
select 'c' || n, 's' || n, $known_until - to_minutes(if(n < 5, 0, n)::integer), 'second', 'tutor', $known_until
from range(25) as events (n);
insert into raw.sessions (session_id, tutor_id) select 's' || n, 't' || n from range(25) as events (n);

-- Sound: four tutors
insert into raw.cancellations (event_id, session_id, cancelled_at, precision, initiator, known_at)
select 'c' || n, 's' || n, $known_until - to_minutes(if(n < 4, 0, n)::integer), 'second', 'tutor', $known_until
from range(8) as events (n);
insert into raw.sessions (session_id, tutor_id) select 's' || n, 't' || n from range(8) as events (n);

-- Sound: one tutor cancels a whole week
insert into raw.cancellations (event_id, session_id, cancelled_at, precision, initiator, known_at)
select 'c' || n, 's' || n, $known_until - to_minutes(if(n < 10, 0, n)::integer), 'second', 'tutor', $known_until
from range(10) as events (n);
insert into raw.sessions (session_id, tutor_id) select 's' || n, 't' from range(10) as events (n);

-- Sound: the platform cancels for all
insert into raw.cancellations (event_id, session_id, cancelled_at, precision, initiator, known_at)
select 'c' || n, 's' || n, $known_until - to_minutes(if(n < 10, 0, n)::integer), 'second', 'platform', $known_until
from range(10) as events (n);
insert into raw.sessions (session_id, tutor_id) select 's' || n, 't' || n from range(10) as events (n);
