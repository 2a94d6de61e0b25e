-- Broken, 1 row: a copy of a file landed beside it
insert into raw.deliveries (delivery_id, log, file, sha256, landed)
values (1, 'sessions', 'a.csv', 'aa', 2), (2, 'sessions', 'copy of a.csv', 'aa', 2);

-- Sound: the copy brought no news, and two logs are both empty
insert into raw.deliveries (delivery_id, log, file, sha256, landed)
values
(1, 'sessions', 'a.csv', 'aa', 2),
(2, 'sessions', 'copy of a.csv', 'aa', 0),
(3, 'contacts', 'a.csv', 'ee', 0),
(4, 'feedback', 'b.csv', 'ee', 0);
