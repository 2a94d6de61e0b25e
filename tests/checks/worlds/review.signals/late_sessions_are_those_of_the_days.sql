-- Broken, 3 rows: one late session too few, a spell counted by its sessions, one from nowhere
insert into core.tutor_days (tutor_id, day, late)
values ('a', $as_of, 1), ('a', $as_of - 1, 1), ('b', $as_of, 3);
insert into review.signals (tutor_id, signal, events, spell_events, spell_sessions)
values
('a', 'late_sessions', 1, 0, 0),
('b', 'late_sessions', 3, 1, 3),
('c', 'late_sessions', 1, 0, 0);

-- Sound: a spell is one event, or one and a half; what lies before these weeks is not weighed; the
-- other rate is its own
insert into core.tutor_days (tutor_id, day, late)
values
('a', $as_of, 1), ('a', $as_of - 9, 3), ('a', $as_of - 182, 5), ('', $as_of, 2), ('c', $as_of, 4);
insert into review.signals (tutor_id, signal, events, spell_events, spell_sessions)
values
('a', 'late_sessions', 2, 1, 3),
('a', 'wiped_days', 1, 1, 3),
('c', 'late_sessions', 3.5, 1.5, 2),
('b', 'late_sessions', 0, 0, 0);
