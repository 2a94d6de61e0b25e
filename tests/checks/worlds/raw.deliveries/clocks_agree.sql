-- Broken, 1 row: two of a hundred were booked after they began
insert into raw.deliveries (delivery_id, log, file, received, rejected) values (1, 'sessions', 'a.csv', 100, 2);
insert into raw.rejected_rows (delivery_id, line, reason)
select 1, 000 + n, 'booked_after_start' from range(2) as lines (n);

-- Broken, 1 row: both orders together
insert into raw.deliveries (delivery_id, log, file, received, rejected) values (1, 'sessions', 'a.csv', 100, 2);
insert into raw.rejected_rows (delivery_id, line, reason)
select 1, 000 + n, 'cancelled_before_booked' from range(1) as lines (n);
insert into raw.rejected_rows (delivery_id, line, reason)
select 1, 100 + n, 'booked_after_start' from range(1) as lines (n);

-- Sound: one of a hundred
insert into raw.deliveries (delivery_id, log, file, received, rejected) values (1, 'sessions', 'a.csv', 100, 1);
insert into raw.rejected_rows (delivery_id, line, reason)
select 1, 000 + n, 'booked_after_start' from range(1) as lines (n);

-- Sound: rejected for other reasons
insert into raw.deliveries (delivery_id, log, file, received, rejected) values (1, 'sessions', 'a.csv', 100, 100);
insert into raw.rejected_rows (delivery_id, line, reason)
select 1, 000 + n, 'bad_time' from range(50) as lines (n);
insert into raw.rejected_rows (delivery_id, line, reason)
select 1, 100 + n, 'cancelled_long_after_start' from range(50) as lines (n);
