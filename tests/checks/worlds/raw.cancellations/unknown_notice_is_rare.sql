-- Broken, 1 row: six of a hundred have no time
insert into raw.cancellations (cancelled_at, known_at)
select case when n < 6 then null else $known_until end, $known_until from range(100) as times (n);

-- Sound: five of a hundred
insert into raw.cancellations (cancelled_at, known_at)
select case when n < 5 then null else $known_until end, $known_until from range(100) as times (n);

-- Sound: nothing was cancelled
select 1;
