-- Broken, 2 rows: two of twenty lack session and tutor, lately and in the year
insert into raw.cancellations (event_id, session_id, cancelled_at, known_at)
select 'c' || n, 's' || n, $known_until - to_days(n::integer), $known_until from range(20) as days (n);
insert into raw.sessions (session_id, known_at) select 's' || n, $known_until from range(18) as days (n);

-- Broken, 1 row: the year lacks what the last weeks have
insert into raw.cancellations (event_id, session_id, cancelled_at, known_at)
select 'c' || n, 's' || n, $known_until - to_days(10 * n::integer), $known_until from range(20) as days (n);
insert into raw.sessions (session_id, known_at) select 's' || n, $known_until from range(18) as days (n);

-- Broken, 2 rows: a tutor without a start rebuilds nothing, nor does a session known only later
insert into raw.cancellations (event_id, session_id, cancelled_at, known_at, tutor_id)
values ('c', 's', $known_until, $known_until, 't');
insert into raw.sessions (session_id, known_at) values ('s', $known_until + to_days(1));

-- Broken, 2 rows: the one source lacks every session, however many the other has
insert into raw.deliveries (delivery_id, source, log) values (1, 'good', 'cancellations'), (2, 'bad', 'cancellations');
insert into raw.cancellations (event_id, session_id, cancelled_at, known_at, delivery_id)
select 'c' || n, 's' || n, $known_until - to_days(n::integer), $known_until, 1 from range(25) as days (n);
insert into raw.sessions (session_id, known_at) select 's' || n, $known_until from range(25) as days (n);
insert into raw.cancellations (event_id, session_id, cancelled_at, known_at, delivery_id)
values ('x', 'y', $known_until, $known_until, 2);

-- Sound: one of twenty, delivered three times
insert into raw.cancellations (event_id, session_id, cancelled_at, known_at)
select 'c' || n, 's' || n, $known_until - to_days(n::integer), $known_until from range(20) as days (n);
insert into raw.cancellations (event_id, session_id, cancelled_at, known_at)
select 'c19', 's19', $known_until - to_days(19), $known_until from range(2) as again;
insert into raw.sessions (session_id, known_at) select 's' || n, $known_until from range(19) as days (n);

-- Sound: without a session, but with tutor and start, also where the time is unknown
insert into raw.cancellations (event_id, session_id, cancelled_at, known_at, tutor_id, scheduled_start)
values
('a', 's', $known_until, $known_until, 't', $known_until),
('b', 'r', null, $known_until, 't', $known_until);

-- Sound: nothing was cancelled
select 1;
