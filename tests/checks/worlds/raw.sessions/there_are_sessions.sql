-- Broken, 1 row: none at all
select 1;

-- Broken, 1 row: the first is known tomorrow
insert into raw.sessions (session_id, known_at) values ('s', $known_until + to_seconds(1));

-- Sound: one
insert into raw.sessions (session_id, known_at) values ('s', $known_until);
