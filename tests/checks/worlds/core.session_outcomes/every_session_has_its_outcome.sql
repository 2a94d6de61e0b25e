-- Broken, 2 rows: a session without an outcome, and an outcome without a session
insert into raw.sessions (session_id, known_at) values ('s', $known_until);
insert into core.session_outcomes (session_id) values ('x');

-- Broken, 1 row: the cancellation that rebuilt it is known only tomorrow
insert into raw.cancellations (session_id, tutor_id, scheduled_start, known_at)
values ('r', 't', $known_until, $known_until + to_seconds(1));
insert into core.session_outcomes (session_id) values ('r');

-- Sound: each has the other; one is rebuilt from its cancellation, one is known tomorrow
insert into raw.sessions (session_id, known_at)
values ('s', $known_until), ('s', $known_until), ('later', $known_until + to_days(1));
insert into raw.cancellations (session_id, tutor_id, scheduled_start, known_at)
values ('r', 't', $known_until, $known_until);
insert into core.session_outcomes (session_id) values ('s'), ('r');
