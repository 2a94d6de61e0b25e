-- Broken, 2 rows: an event nobody can see, a session of a spell that counts for itself
insert into review.signals (tutor_id, signal, events)
values ('a', 'late_sessions', 2), ('b', 'wiped_days', 1);
insert into review.signal_events (tutor_id, signal, session_id, event, treatment)
values
('a', 'late_sessions', 's', 1, 'counted'),
('b', 'wiped_days', 't', 1, 'counted'),
('b', 'wiped_days', 'u', 1, 'counted');

-- Sound: a spell is one, the excused is none, of a tutor of no note nothing is told
insert into review.signals (tutor_id, signal, events)
values ('a', 'late_sessions', 1), ('b', 'late_sessions', 4);
insert into review.signal_events (tutor_id, signal, session_id, event, treatment)
values
('a', 'late_sessions', 's', 1, 'counted'),
('a', 'late_sessions', 't', 0, 'same_spell'),
('a', 'late_sessions', 'u', 1, 'excused');
