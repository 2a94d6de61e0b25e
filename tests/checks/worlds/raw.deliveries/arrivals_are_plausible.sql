-- Broken, 1 row: four rows where a hundred are usual
insert into raw.deliveries (delivery_id, log, source, received, known_from)
select n, 'sessions', 'canonical', case n when 0 then 4 else 100 end, $as_of::timestamptz - to_days((7 * n)::integer)
from range(5) as nights (n);

-- Broken, 1 row: a header and no row
insert into raw.deliveries (delivery_id, log, source, received, known_from)
select n, 'sessions', 'canonical', case n when 0 then 0 else 100 end, $as_of::timestamptz - to_days((7 * n)::integer)
from range(5) as nights (n);

-- Broken, 1 row: of two sources one sends nothing
insert into raw.deliveries (delivery_id, log, source, received, known_from)
select n, 'sessions', 'canonical', case n when 0 then 0 else 100 end, $as_of::timestamptz - to_days((7 * n)::integer)
from range(5) as nights (n);
insert into raw.deliveries (delivery_id, log, source, received, known_from)
select 10 + n, 'sessions', 'calcom', 100, $as_of::timestamptz - to_days((7 * n)::integer) from range(5) as nights (n);

-- Sound: five of a hundred
insert into raw.deliveries (delivery_id, log, source, received, known_from)
select n, 'sessions', 'canonical', case n when 0 then 5 else 100 end, $as_of::timestamptz - to_days((7 * n)::integer)
from range(5) as nights (n);

-- Sound: three same weekdays on record
insert into raw.deliveries (delivery_id, log, source, received, known_from)
select n, 'sessions', 'canonical', case n when 0 then 0 else 100 end, $as_of::timestamptz - to_days((7 * n)::integer)
from range(4) as nights (n);

-- Sound: too few rows to tell
insert into raw.deliveries (delivery_id, log, source, received, known_from)
select n, 'sessions', 'canonical', case n when 0 then 0 else 19 end, $as_of::timestamptz - to_days((7 * n)::integer)
from range(5) as nights (n);

-- Sound: no file came, which is another check's business
insert into raw.deliveries (delivery_id, log, source, received, known_from)
select n, 'sessions', 'canonical', case n when 0 then 100 else 100 end, $as_of::timestamptz - to_days((7 * n)::integer)
from range(5) as nights (n);
delete from raw.deliveries where delivery_id = 0;

-- Sound: a quiet weekday
insert into raw.deliveries (delivery_id, log, source, received, known_from)
select n, 'sessions', 'canonical', case n when 0 then 4 else 100 end, $as_of::timestamptz - to_days(n::integer)
from range(29) as nights (n);
update raw.deliveries set received = 4 where delivery_id % 7 = 0;
