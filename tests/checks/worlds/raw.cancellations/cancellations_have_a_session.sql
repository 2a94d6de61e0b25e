-- Broken, 2 rows: two of a hundred sessions are known from their cancellation alone
insert into raw.cancellations (event_id, session_id, cancelled_at, known_at)
select 'c' || n, 's' || n, $known_until - to_hours(n::integer), $known_until from range(100) as days (n);
insert into raw.sessions (session_id, known_at) select 's' || n, $known_until from range(98) as days (n);

-- Sound: one of a hundred
insert into raw.cancellations (event_id, session_id, cancelled_at, known_at)
select 'c' || n, 's' || n, $known_until - to_hours(n::integer), $known_until from range(100) as days (n);
insert into raw.sessions (session_id, known_at) select 's' || n, $known_until from range(99) as days (n);
