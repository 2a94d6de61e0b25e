-- Broken, 2 rows: rows of a delivery nobody knows, and rows of another log's delivery
insert into raw.deliveries (delivery_id, log) values (1, 'sessions');
insert into raw.sessions (delivery_id) values (2), (2);
insert into raw.contacts (delivery_id) values (1);

-- Sound: rows of a known delivery
insert into raw.deliveries (delivery_id, log) values (1, 'sessions');
insert into raw.sessions (delivery_id) values (1), (1);
insert into raw.rejected_rows (delivery_id, log) values (1, 'sessions');
