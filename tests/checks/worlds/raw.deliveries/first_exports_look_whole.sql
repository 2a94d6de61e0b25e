-- Broken, 1 row: the first export stops where twenty more are due
insert into raw.deliveries (delivery_id, source, known_from) values (1, 'canonical', null);
insert into raw.sessions (session_id, status, updated_at, known_at, delivery_id)
select 's' || n, 'completed', moment, moment, 1
from (select n, $known_until - to_seconds(900 + 1800 * n::integer) as moment from range(3024) as slots (n))
where n >= 20;

-- Sound: nineteen more are due
insert into raw.deliveries (delivery_id, source, known_from) values (1, 'canonical', null);
insert into raw.sessions (session_id, status, updated_at, known_at, delivery_id)
select 's' || n, 'completed', moment, moment, 1
from (select n, $known_until - to_seconds(900 + 1800 * n::integer) as moment from range(3024) as slots (n))
where n >= 19;

-- Sound: not the first night
insert into raw.deliveries (delivery_id, source, known_from)
values (1, 'canonical', null), (2, 'canonical', $as_of::timestamptz);
insert into raw.sessions (session_id, status, updated_at, known_at, delivery_id)
select 's' || n, 'completed', moment, moment, 1
from (select n, $known_until - to_seconds(900 + 1800 * n::integer) as moment from range(3024) as slots (n))
where n >= 20;
