-- Broken, 1 row: more than four times the usual
insert into raw.sessions (session_id, scheduled_start, known_at)
select 's' || day || '-' || n, $known_until - to_days(day::integer), $known_until
from range(57) as days (day)
cross join range(100) as sessions (n)
where n < case day when 0 then 81 else 20 end;

-- Broken, 1 row: nothing at all
insert into raw.sessions (session_id, scheduled_start, known_at)
select 's' || day || '-' || n, $known_until - to_days(day::integer), $known_until
from range(57) as days (day)
cross join range(100) as sessions (n)
where day > 0 and n < 20;

-- Sound: four times the usual
insert into raw.sessions (session_id, scheduled_start, known_at)
select 's' || day || '-' || n, $known_until - to_days(day::integer), $known_until
from range(57) as days (day)
cross join range(100) as sessions (n)
where n < case day when 0 then 80 else 20 end;

-- Sound: a holiday
insert into raw.sessions (session_id, scheduled_start, known_at)
select 's' || day || '-' || n, $known_until - to_days(day::integer), $known_until
from range(57) as days (day)
cross join range(100) as sessions (n)
where n < case day when 0 then 1 else 20 end;

-- Sound: too young a marketplace to tell
insert into raw.sessions (session_id, scheduled_start, known_at)
select 's' || day || '-' || n, $known_until - to_days(day::integer), $known_until
from range(28) as days (day)
cross join range(100) as sessions (n)
where day > 0 and n < 20;

-- Sound: no session yet
select 1;

-- Sound: nothing, on a weekday that is all but empty every other week
insert into raw.sessions (session_id, scheduled_start, known_at)
select 's' || day || '-' || n, $known_until - to_days(day::integer), $known_until
from range(57) as days (day)
cross join range(200) as sessions (n)
where n < case when day = 0 then 0 when day % 14 = 0 then 20 else 200 end;
