-- Broken, 5 rows: the rate above or below its interval, the pooled one too, and one upside down
insert into mart.tutor_rates
(tutor_id, window_days, late_rate, rate_low, rate_high, pooled_rate, pooled_low, pooled_high)
values
('a', 30, 0.6, 0.1, 0.5, 0.2, 0.1, 0.3),
('b', 30, 0.0, 0.1, 0.5, 0.2, 0.1, 0.3),
('c', 30, 0.2, 0.1, 0.5, 0.4, 0.1, 0.3),
('d', 30, 0.2, 0.1, 0.5, 0.0, 0.1, 0.3),
('e', 30, null, 0.5, 0.1, 0.2, 0.1, 0.3);

-- Sound: inside, at the ends, and without a rate of their own
insert into mart.tutor_rates
(tutor_id, window_days, late_rate, rate_low, rate_high, pooled_rate, pooled_low, pooled_high)
values
('a', 30, 0.2, 0.1, 0.5, 0.2, 0.1, 0.3),
('b', 30, 0.0, 0.0, 0.5, 0.1, 0.1, 0.3),
('c', 30, null, 0, 1, 0.05, 0.01, 0.1);
