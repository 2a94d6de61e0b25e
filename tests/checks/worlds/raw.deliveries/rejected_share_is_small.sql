-- Broken, 1 row: six of a hundred
insert into raw.deliveries (delivery_id, log, file, received, rejected)
values (1, 'sessions', 'a.csv', 100, 6);

-- Broken, 1 row: the only row of the file
insert into raw.deliveries (delivery_id, log, file, received, rejected)
values (1, 'sessions', 'a.csv', 1, 1);

-- Broken, 1 row: a bad night is not made good by other nights of the week
insert into raw.deliveries (delivery_id, log, file, received, rejected, arrived_after)
select n, 'sessions', n || '.csv', 100, case n when 2 then 20 else 0 end, $known_until - to_days(8 - n)
from range(1, 8) as nights (n);

-- Sound: five of a hundred, and files without rows
insert into raw.deliveries (delivery_id, log, file, received, rejected)
values (1, 'sessions', 'a.csv', 100, 5), (2, 'contacts', 'b.csv', 0, 0);

-- Sound: the bad file was delivered again, mended, under its name
insert into raw.deliveries (delivery_id, log, file, received, rejected, arrived_after)
values
(1, 'sessions', 'a.csv', 100, 90, null),
(2, 'sessions', 'a.csv', 100, 0, $known_until - to_days(1));

-- Sound: the bad file came more than seven landings ago
insert into raw.deliveries (delivery_id, log, file, received, rejected, arrived_after)
select n, 'sessions', n || '.csv', 100, case n when 1 then 20 else 0 end, $known_until - to_days(9 - n)
from range(1, 9) as nights (n);

-- Sound: the bad file arrived after this night
insert into raw.deliveries (delivery_id, log, file, received, rejected, arrived_after)
values (1, 'sessions', 'a.csv', 100, 90, $known_until + to_days(1));

-- Broken, 1 row: what tells of something else does not make the rest look fewer
insert into raw.deliveries (delivery_id, log, file, received, rejected) values (1, 'sessions', 'a.csv', 100, 91);
insert into raw.rejected_rows (delivery_id, line, reason)
select 1, 000 + n, 'other_event' from range(90) as lines (n);
insert into raw.rejected_rows (delivery_id, line, reason)
select 1, 100 + n, 'bad_time' from range(1) as lines (n);

-- Sound: half of the file tells of something else
insert into raw.deliveries (delivery_id, log, file, received, rejected) values (1, 'sessions', 'a.csv', 100, 52);
insert into raw.rejected_rows (delivery_id, line, reason)
select 1, 000 + n, 'other_event' from range(50) as lines (n);
insert into raw.rejected_rows (delivery_id, line, reason)
select 1, 100 + n, 'bad_time' from range(2) as lines (n);
