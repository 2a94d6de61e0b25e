-- Broken, 1 row: two of a hundred name nobody
insert into raw.sessions (tutor_id, scheduled_start, known_at)
select case when n < 2 then null else 't' end, $known_until, $known_until from range(100) as days (n);

-- Sound: one of a hundred, and those yet to come
insert into raw.sessions (tutor_id, scheduled_start, known_at)
select
    case when n > 0 and n < 100 then 't' else null end,
    case when n < 100 then $known_until else $known_until + to_days(1) end,
    $known_until
from range(150) as days (n);
