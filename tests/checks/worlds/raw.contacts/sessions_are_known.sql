-- Broken, 2 rows: two of twenty name a session nobody booked
insert into raw.contacts (contact_id, session_id, contacted_at, known_at)
select 'm' || n, 's' || n, $known_until, $known_until from range(20) as messages (n);
insert into raw.sessions (session_id, known_at)
select 's' || n, $known_until from range(18) as sessions (n);

-- Sound: one of twenty
insert into raw.contacts (contact_id, session_id, contacted_at, known_at)
select 'm' || n, 's' || n, $known_until, $known_until from range(20) as messages (n);
insert into raw.sessions (session_id, known_at)
select 's' || n, $known_until from range(19) as sessions (n);

-- Sound: names no session
insert into raw.contacts (contact_id, session_id, contacted_at, known_at) values ('m', null, $known_until, $known_until);
