-- Broken, 1 row: the sessions stop where twenty more are due
insert into raw.deliveries (delivery_id, source, known_from)
values (1, 'canonical', null), (2, 'canonical', $as_of::timestamptz);
insert into raw.sessions (session_id, status, updated_at, known_at, delivery_id)
select 's' || n, 'completed', moment, moment, 1
from (select n, $known_until - to_seconds(900 + 1800 * n::integer) as moment from range(3024) as slots (n))
where n >= 20;

-- Broken, 1 row: the cancellations stop, the sessions go on
insert into raw.deliveries (delivery_id, source, known_from)
values (1, 'canonical', null), (2, 'canonical', $as_of::timestamptz);
insert into raw.sessions (session_id, status, updated_at, known_at, delivery_id)
select 's' || n, 'completed', moment, moment, 1
from (select n, $known_until - to_seconds(900 + 1800 * n::integer) as moment from range(3024) as slots (n))
where true;
insert into raw.cancellations (event_id, cancelled_at, known_at, delivery_id)
select 'c' || n, moment, moment, 1
from (select n, $known_until - to_seconds(900 + 1800 * n::integer) as moment from range(3024) as slots (n))
where n >= 20;

-- Broken, 1 row: a day behind the other log
insert into raw.deliveries (delivery_id, source, known_from)
values (1, 'canonical', null), (2, 'canonical', $as_of::timestamptz);
insert into raw.sessions (session_id, status, updated_at, known_at, delivery_id)
select 's' || n, 'completed', moment, moment, 1
from (select n, $known_until - to_seconds(900 + 1800 * n::integer) as moment from range(3024) as slots (n))
where n >= 100;
insert into raw.cancellations (event_id, cancelled_at, known_at, delivery_id)
select 'c' || n, moment, moment, 1
from (select n, $known_until - to_seconds(900 + 1800 * n::integer) as moment from range(3024) as slots (n))
where true;

-- Broken, 1 row: three odd weeks do not make the usual
insert into raw.deliveries (delivery_id, source, known_from)
values (1, 'canonical', null), (2, 'canonical', $as_of::timestamptz);
insert into raw.sessions (session_id, status, updated_at, known_at, delivery_id)
select 's' || n, 'completed', moment, moment, 1
from (select n, $known_until - to_seconds(900 + 1800 * n::integer) as moment from range(3024) as slots (n))
where n >= 20 and (n not between 336 and 360) and (n not between 672 and 700) and (n not between 1008 and 1040);

-- Sound: nineteen more are due
insert into raw.deliveries (delivery_id, source, known_from)
values (1, 'canonical', null), (2, 'canonical', $as_of::timestamptz);
insert into raw.sessions (session_id, status, updated_at, known_at, delivery_id)
select 's' || n, 'completed', moment, moment, 1
from (select n, $known_until - to_seconds(900 + 1800 * n::integer) as moment from range(3024) as slots (n))
where n >= 19;

-- Sound: on this weekday nothing follows that hour
insert into raw.deliveries (delivery_id, source, known_from)
values (1, 'canonical', null), (2, 'canonical', $as_of::timestamptz);
insert into raw.sessions (session_id, status, updated_at, known_at, delivery_id)
select 's' || n, 'completed', moment, moment, 1
from (select n, $known_until - to_seconds(900 + 1800 * n::integer) as moment from range(3024) as slots (n))
where n % 336 >= 20;

-- Sound: the export always ends at that hour; what follows comes a night later
insert into raw.deliveries (delivery_id, source, known_from)
select n, 'canonical', $as_of::timestamptz - to_days(n::integer) from range(3) as nights (n);
insert into raw.sessions (session_id, status, updated_at, known_at, delivery_id)
select
    's' || n,
    'completed',
    moment,
    case when n % 48 < 20 and n < 144 then $as_of::timestamptz + to_days((1 - n // 48)::integer) else moment end,
    1
from (select n, $known_until - to_seconds(900 + 1800 * n::integer) as moment from range(3024) as slots (n))
where n >= 20;

-- Sound: a standstill, no log has anything of the day
insert into raw.deliveries (delivery_id, source, known_from)
values (1, 'canonical', null), (2, 'canonical', $as_of::timestamptz);
insert into raw.sessions (session_id, status, updated_at, known_at, delivery_id)
select 's' || n, 'completed', moment, moment, 1
from (select n, $known_until - to_seconds(900 + 1800 * n::integer) as moment from range(3024) as slots (n))
where n >= 48;
insert into raw.cancellations (event_id, cancelled_at, known_at, delivery_id)
select 'c' || n, moment, moment, 1
from (select n, $known_until - to_seconds(900 + 1800 * n::integer) as moment from range(3024) as slots (n))
where n >= 48;

-- Sound: a first night, nobody knows how far exports reach
insert into raw.deliveries (delivery_id, source, known_from) values (1, 'canonical', null);
insert into raw.sessions (session_id, status, updated_at, known_at, delivery_id)
select 's' || n, 'completed', moment, moment, 1
from (select n, $known_until - to_seconds(900 + 1800 * n::integer) as moment from range(3024) as slots (n))
where n >= 20;

-- Sound: three weeks on record
insert into raw.deliveries (delivery_id, source, known_from)
values (1, 'canonical', null), (2, 'canonical', $as_of::timestamptz);
insert into raw.sessions (session_id, status, updated_at, known_at, delivery_id)
select 's' || n, 'completed', moment, moment, 1
from (select n, $known_until - to_seconds(900 + 1800 * n::integer) as moment from range(3024) as slots (n))
where n >= 20 and n < 1344;
