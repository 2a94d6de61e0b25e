-- Broken, 2 rows: ten lessons of ten stand under two ids, tonight and in four weeks
insert into raw.sessions (session_id, tutor_id, student_id, scheduled_start, status, known_at)
select 's' || n || '-' || copy, 't', 'p' || n, $known_until, 'completed', $known_until
from range(10) as lessons (n)
cross join range(2) as copies (copy)
where copy = 0 or n < 10;

-- Broken, 1 row: tonight's double drowns in four weeks
insert into raw.sessions (session_id, tutor_id, student_id, scheduled_start, status, known_at)
select 's' || n || '-' || copy, 't', 'p' || n, $known_until, 'completed', $known_until
from range(10) as lessons (n)
cross join range(2) as copies (copy)
where copy = 0 or n < 10;
insert into raw.sessions (session_id, tutor_id, student_id, scheduled_start, status, known_at)
select 'sx' || n || '-' || copy, 't', 'p' || n, $known_until - to_days(1 + (n % 27)::integer), 'completed', $known_until
from range(270) as lessons (n)
cross join range(2) as copies (copy)
where copy = 0 or n < 0;

-- Sound: nine are slips
insert into raw.sessions (session_id, tutor_id, student_id, scheduled_start, status, known_at)
select 's' || n || '-' || copy, 't', 'p' || n, $known_until, 'completed', $known_until
from range(10) as lessons (n)
cross join range(2) as copies (copy)
where copy = 0 or n < 9;

-- Sound: one in twenty
insert into raw.sessions (session_id, tutor_id, student_id, scheduled_start, status, known_at)
select 's' || n || '-' || copy, 't', 'p' || n, $known_until, 'completed', $known_until
from range(190) as lessons (n)
cross join range(2) as copies (copy)
where copy = 0 or n < 10;

-- Sound: cancelled, and booked again at the same hour
insert into raw.sessions (session_id, tutor_id, student_id, scheduled_start, status, known_at)
select 's' || n || '-' || copy, 't', 'p' || n, $known_until, case copy when 0 then 'cancelled' else 'completed' end, $known_until
from range(10) as lessons (n)
cross join range(2) as copies (copy)
where copy = 0 or n < 10;

-- Sound: two students in one lesson
insert into raw.sessions (session_id, tutor_id, student_id, scheduled_start, status, known_at)
select 's' || n || '-' || copy, 't', 'p' || copy || n, $known_until, 'completed', $known_until
from range(10) as lessons (n)
cross join range(2) as copies (copy)
where copy = 0 or n < 10;

-- Sound: nobody says who was taught
insert into raw.sessions (session_id, tutor_id, student_id, scheduled_start, status, known_at)
select 's' || n || '-' || copy, 't', null, $known_until, 'completed', $known_until
from range(10) as lessons (n)
cross join range(2) as copies (copy)
where copy = 0 or n < 10;

-- Sound: told twice under one id
insert into raw.sessions (session_id, tutor_id, student_id, scheduled_start, status, known_at)
select 's' || n, 't', 'p' || n, $known_until, 'completed', $known_until
from range(10) as lessons (n)
cross join range(2) as copies (copy)
where copy = 0 or n < 10;
