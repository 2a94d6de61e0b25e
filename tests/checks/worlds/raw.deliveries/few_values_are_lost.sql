-- Broken, 1 row: two of a hundred kept rows lost a value
insert into raw.deliveries (delivery_id, log, file, landed, superseded, warned)
values (1, 'sessions', 'a.csv', 90, 10, 2);

-- Sound: one of a hundred, and a file that brought no news
insert into raw.deliveries (delivery_id, log, file, landed, superseded, warned)
values (1, 'sessions', 'a.csv', 90, 10, 1), (2, 'contacts', 'b.csv', 0, 0, 0);
