-- Broken, 1 row: nearly twice the usual
insert into raw.sessions (session_id, scheduled_start, known_at)
select 's' || day || '-' || n, $known_until - to_days(day::integer), $known_until
from range(57) as days (day)
cross join range(100) as sessions (n)
where n < case day when 0 then 36 else 20 end;

-- Broken, 1 row: a fifth of the usual
insert into raw.sessions (session_id, scheduled_start, known_at)
select 's' || day || '-' || n, $known_until - to_days(day::integer), $known_until
from range(57) as days (day)
cross join range(100) as sessions (n)
where n < case day when 0 then 4 else 20 end;

-- Broken, 1 row: four same weekdays are enough to know what is usual
insert into raw.sessions (session_id, scheduled_start, known_at)
select 's' || day || '-' || n, $known_until - to_days(day::integer), $known_until
from range(29) as days (day)
cross join range(100) as sessions (n)
where n < case day when 0 then 37 else 20 end;

-- Sound: at the edge of the usual
insert into raw.sessions (session_id, scheduled_start, known_at)
select 's' || day || '-' || n, $known_until - to_days(day::integer), $known_until
from range(57) as days (day)
cross join range(100) as sessions (n)
where n < case day when 0 then 35 else 20 end;

-- Sound: three odd weeks do not make the usual
insert into raw.sessions (session_id, scheduled_start, known_at)
select 's' || day || '-' || n, $known_until - to_days(day::integer), $known_until
from range(57) as days (day)
cross join range(100) as sessions (n)
where n < case when day in (7, 14, 21) then 0 else 20 end;

-- Sound: too small a marketplace to tell
insert into raw.sessions (session_id, scheduled_start, known_at)
select 's' || day || '-' || n, $known_until - to_days(day::integer), $known_until
from range(57) as days (day)
cross join range(100) as sessions (n)
where n < case day when 0 then 60 else 19 end;

-- Sound: too young a marketplace to tell
insert into raw.sessions (session_id, scheduled_start, known_at)
select 's' || day || '-' || n, $known_until - to_days(day::integer), $known_until
from range(28) as days (day)
cross join range(100) as sessions (n)
where n < case day when 0 then 60 else 20 end;

-- Sound: a quiet weekday every week
insert into raw.sessions (session_id, scheduled_start, known_at)
select 's' || day || '-' || n, $known_until - to_days(day::integer), $known_until
from range(57) as days (day)
cross join range(100) as sessions (n)
where n < case when day % 7 = 0 then 20 else 90 end;

-- Sound: at the lower edge of the usual
insert into raw.sessions (session_id, scheduled_start, known_at)
select 's' || day || '-' || n, $known_until - to_days(day::integer), $known_until
from range(57) as days (day)
cross join range(100) as sessions (n)
where n < case day when 0 then 5 else 20 end;

-- Sound: a weekday that goes up and down every week
insert into raw.sessions (session_id, scheduled_start, known_at)
select 's' || day || '-' || n, $known_until - to_days(day::integer), $known_until
from range(57) as days (day)
cross join range(100) as sessions (n)
where n < case when day = 0 then 40 when day % 14 = 0 then 30 else 10 end;
