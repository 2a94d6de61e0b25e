-- Broken, 4 rows: another rate, a rate of nothing, no rate of something, more late than sessions
insert into mart.tutor_rates (tutor_id, window_days, sessions, late_cancellations, late_rate)
values ('a', 30, 10, 1, 0.2), ('b', 30, 0, 0, 0), ('c', 30, 10, 1, null), ('d', 30, 1, 2, 2);

-- Sound: a third, none late, and nothing to speak of
insert into mart.tutor_rates (tutor_id, window_days, sessions, late_cancellations, late_rate)
values ('a', 30, 3, 1, 1 / 3.0), ('b', 30, 5, 0, 0), ('c', 30, 0, 0, null);
