-- Broken, 1 row: of three rows one is nowhere
insert into raw.deliveries (delivery_id, log, received, landed, duplicate, superseded, rejected)
values (1, 'sessions', 3, 2, 0, 0, 0);
insert into raw.sessions (delivery_id, line) values (1, 2), (1, 3);

-- Broken, 1 row: the log lacks a row that is said to have landed
insert into raw.deliveries (delivery_id, log, received, landed, duplicate, superseded, rejected)
values (1, 'tutors', 2, 1, 0, 1, 0);
insert into raw.tutors (delivery_id, line) values (1, 2);

-- Broken, 1 row: a rejected row was not kept
insert into raw.deliveries (delivery_id, log, received, landed, duplicate, superseded, rejected)
values (1, 'feedback', 1, 0, 0, 0, 1);

-- Sound: each row is in its log, a duplicate, or rejected; older versions are kept in the log
insert into raw.deliveries (delivery_id, log, received, landed, duplicate, superseded, rejected)
values (1, 'cancellations', 4, 1, 1, 1, 1), (2, 'contacts', 0, 0, 0, 0, 0);
insert into raw.cancellations (delivery_id, line) values (1, 2), (1, 3);
insert into raw.rejected_rows (delivery_id, line) values (1, 5);
