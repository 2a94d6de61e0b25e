-- Broken, 2 rows: past every tutor's rate, on either side
insert into mart.tutor_rates (tutor_id, window_days, late_rate, pooled_rate)
values ('a', 30, 0.2, 0.3), ('b', 30, 0.05, 0.01), ('c', 30, 0.05, 0.1);

-- Broken, 1 row: nobody has a rate yet, so all start where the policy says
insert into mart.tutor_rates (tutor_id, window_days, late_rate, pooled_rate)
values ('a', 30, null, 0.2);

-- Sound: drawn towards the others, towards what the policy assumes, and starting there
insert into mart.tutor_rates (tutor_id, window_days, late_rate, pooled_rate)
values ('a', 30, 0.2, 0.15), ('b', 30, 0.1, 0.12), ('c', 90, 0, 0.01), ('d', 180, null, $prior_rate);
