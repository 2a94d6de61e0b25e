-- Broken, 1 row: twice in one file, with no time of the version
insert into raw.sessions (session_id, scheduled_start, known_at, delivery_id)
values ('s', $known_until, $known_until, 1), ('s', $known_until, $known_until, 1);

-- Broken, 1 row: twice in one file, at the same time
insert into raw.sessions (session_id, scheduled_start, updated_at, known_at, delivery_id)
values
('s', $known_until, $known_until, $known_until, 1),
('s', $known_until, $known_until, $known_until, 1);

-- Sound: versions of two times, or of two files
insert into raw.sessions (session_id, scheduled_start, updated_at, known_at, delivery_id)
values
('s', $known_until, $known_until, $known_until, 1),
('s', $known_until, $known_until - to_seconds(1), $known_until, 1),
('r', $known_until, null, $known_until, 1),
('r', $known_until, null, $known_until, 2);
