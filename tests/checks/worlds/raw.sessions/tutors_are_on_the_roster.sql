-- Broken, 2 rows: two tutors of twenty
insert into raw.sessions (session_id, tutor_id, scheduled_start, known_at)
select 's' || n, 't' || n, $known_until, $known_until from range(20) as sessions (n);
insert into raw.tutors (tutor_id, known_at) select 't' || n, $known_until from range(18) as tutors (n);

-- Sound: one of twenty
insert into raw.sessions (session_id, tutor_id, scheduled_start, known_at)
select 's' || n, 't' || n, $known_until, $known_until from range(20) as sessions (n);
insert into raw.tutors (tutor_id, known_at) select 't' || n, $known_until from range(19) as tutors (n);

-- Sound: there is no roster
insert into raw.sessions (session_id, tutor_id, scheduled_start, known_at)
select 's' || n, 't' || n, $known_until, $known_until from range(20) as sessions (n);
insert into raw.tutors (tutor_id, known_at) select 't' || n, $known_until from range(0) as tutors (n);
