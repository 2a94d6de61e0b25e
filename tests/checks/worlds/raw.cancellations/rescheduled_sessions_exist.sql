-- Broken, 6 rows: six of a hundred were moved to nowhere
insert into raw.cancellations (event_id, session_id, rescheduled_to_session_id, cancelled_at, known_at)
select 'c' || n, 's' || n, 'r' || n, $known_until, $known_until from range(100) as events (n);
insert into raw.sessions (session_id, known_at)
select 'r' || n, $known_until from range(94) as events (n);

-- Sound: five of a hundred
insert into raw.cancellations (event_id, session_id, rescheduled_to_session_id, cancelled_at, known_at)
select 'c' || n, 's' || n, 'r' || n, $known_until, $known_until from range(100) as events (n);
insert into raw.sessions (session_id, known_at)
select 'r' || n, $known_until from range(95) as events (n);

-- Sound: cancelled, not moved
insert into raw.cancellations (event_id, session_id, cancelled_at, known_at)
values ('c', 's', $known_until, $known_until);
