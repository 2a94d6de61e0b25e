-- Broken, 5 rows: an event in neither, a trial in both, more events than trials twice, a range upside down
insert into review.signals
(
    tutor_id, signal, events, now_events, before_events, trials, now_trials, before_trials,
    rate_low, rate_high
)
values
('a', 'late_sessions', 3, 1, 1, 9, 5, 4, null, null),
('b', 'late_sessions', 3, 1, 2, 9, 5, 5, null, null),
('c', 'late_sessions', 3, 1, 2, 2, 1, 1, null, null),
('d', 'late_sessions', 3, 3, 0, 9, 2, 7, null, null),
('e', 'late_sessions', 3, 1, 2, 9, 5, 4, 0.2, 0.1);

-- Sound: each is now or before; no range where of no note; one lesson moved three times
insert into review.signals
(
    tutor_id, signal, events, now_events, before_events, trials, now_trials, before_trials,
    rate_low, rate_high
)
values
('a', 'late_sessions', 3, 1, 2, 9, 5, 4, 0.1, 0.2),
('b', 'late_sessions', 0, 0, 0, 0, 0, 0, null, null),
('c', 'reschedule_chain', 3, 3, 0, 1, 1, 0, null, null);
