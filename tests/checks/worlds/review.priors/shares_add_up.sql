-- Broken, 2 rows: a kind is missing, learnt from days to come
insert into review.priors (signal, fitted_until, component, share)
values
('late_sessions', $as_of - 31, 1, 0.9),
('wiped_days', $as_of + 1, 1, 1);

-- Sound: two kinds, one kind
insert into review.priors (signal, fitted_until, component, share)
values
('late_sessions', $as_of - 31, 1, 0.9),
('late_sessions', $as_of - 31, 2, 0.1),
('wiped_days', $as_of - 31, 1, 1);
