-- Broken, 1 row: a third fewer than usual
insert into raw.deliveries (delivery_id, log, source, received, known_from)
select n, 'sessions', 'canonical', case n when 0 then 64 else 100 end, $as_of::timestamptz - to_days((7 * n)::integer)
from range(5) as nights (n);

-- Broken, 1 row: a third more than usual
insert into raw.deliveries (delivery_id, log, source, received, known_from)
select n, 'sessions', 'canonical', case n when 0 then 136 else 100 end, $as_of::timestamptz - to_days((7 * n)::integer)
from range(5) as nights (n);

-- Sound: at the edges of the usual
insert into raw.deliveries (delivery_id, log, source, received, known_from)
select n, 'sessions', 'canonical', case n when 0 then 65 else 100 end, $as_of::timestamptz - to_days((7 * n)::integer)
from range(5) as nights (n);
insert into raw.deliveries (delivery_id, log, source, received, known_from)
select 10 + n, 'cancellations', 'canonical', case n when 0 then 135 else 100 end, $as_of::timestamptz - to_days((7 * n)::integer)
from range(5) as nights (n);
