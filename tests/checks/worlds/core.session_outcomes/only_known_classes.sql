-- Broken, 1 row: two sessions alike that no class takes
insert into core.session_outcomes (session_id, session_day, event, blame, notice, outcome)
values
('a', $as_of, 'cancelled', 'tutor', 'unknown', 'unclassified'),
('b', $as_of - 27, 'cancelled', 'tutor', 'unknown', 'unclassified');

-- Sound: classified, or longer ago than four weeks
insert into core.session_outcomes (session_id, session_day, event, blame, notice, outcome)
values
('a', $as_of, 'cancelled', 'tutor', 'exact', 'late_cancel'),
('b', $as_of - 28, 'cancelled', 'tutor', 'unknown', 'unclassified');
