-- Broken, 3 rows: tomorrow's, another figure, one where too few are to judge
insert into review.signals (tutor_id, signal, chance)
values ('a', 'late_sessions', 0.7), ('b', 'late_sessions', 0.7), ('c', 'late_sessions', null);
insert into review.signal_points (tutor_id, signal, day, chance)
values
('a', 'late_sessions', $as_of + 1, 0.7),
('b', 'late_sessions', $as_of, 0.71),
('c', 'late_sessions', $as_of, 0.6);

-- Sound: the same figure, an earlier one, none
insert into review.signals (tutor_id, signal, chance)
values ('a', 'late_sessions', 0.7), ('b', 'late_sessions', null);
insert into review.signal_points (tutor_id, signal, day, chance)
values
('a', 'late_sessions', $as_of, 0.7),
('a', 'late_sessions', $as_of - 7, 0.3),
('b', 'late_sessions', $as_of, 0);
