-- Broken, 1 row: six of a hundred have no time
insert into raw.cancellations (session_id, cancelled_at, known_at)
select 's' || n, case when n < 6 then null else $known_until end, $known_until from range(100) as times (n);

-- Sound: five of a hundred
insert into raw.cancellations (session_id, cancelled_at, known_at)
select 's' || n, case when n < 5 then null else $known_until end, $known_until from range(100) as times (n);

-- Sound: half are of an export that knows no times, and the other half knows them
insert into raw.cancellations (session_id, cancelled_at, known_at)
select 's' || n % 10, case when n < 10 then null else $known_until end, $known_until from range(20) as times (n);

-- Sound: nothing was cancelled
select 1;
