-- Broken, 3 rows: no such session, another tutor's, excused by nobody
insert into core.session_outcomes (session_id, tutor_id, excused)
values ('s', 'a', false);
insert into review.signal_events (tutor_id, signal, session_id, treatment)
values
('a', 'late_sessions', 'x', 'counted'),
('b', 'late_sessions', 's', 'counted'),
('a', 'wiped_days', 's', 'excused');

-- Sound: the tutor's own, and one that was excused
insert into core.session_outcomes (session_id, tutor_id, excused)
values ('s', 'a', false), ('t', 'a', true);
insert into review.signal_events (tutor_id, signal, session_id, treatment)
values ('a', 'late_sessions', 's', 'counted'), ('a', 'late_sessions', 't', 'excused');
