-- Broken, 2 rows: two spellings the policy does not know, six of a hundred together
insert into raw.cancellations (initiator, on_behalf_of, reason_code, cancelled_at, known_at)
select
    case when n < 4 then 'platform' else 'tutor' end,
    case when n < 4 then 'tutor' else null end,
    case when n < 4 then 'Krank' when n < 6 then 'other' else 'illness' end,
    $known_until,
    $known_until
from range(100) as codes (n);

-- Sound: five of a hundred, and those that state none
insert into raw.cancellations (initiator, reason_code, cancelled_at, known_at)
select
    'tutor',
    case when n < 5 then 'other' when n < 100 then 'illness' else null end,
    $known_until,
    $known_until
from range(200) as codes (n);

-- Sound: a student's reason excuses no tutor
insert into raw.cancellations (initiator, reason_code, cancelled_at, known_at)
values ('student', 'other', $known_until, $known_until);

-- Sound: unknown, but longer ago than four weeks
insert into raw.cancellations (initiator, reason_code, cancelled_at, known_at)
values ('tutor', 'other', $known_until - to_days(28), $known_until);
