-- Broken, 3 rows: late with the full 24 hours, not late with a second less, late without notice
insert into policy.terms (variant, line_seconds) values (0, 86400), (1, 129600);
insert into core.session_outcomes (session_id, notice, notice_hours, is_late, variant)
values
('a', 'exact', 24, true, 0),
('b', 'exact', 86399 / 3600.0, false, 0),
('c', 'unknown', null, true, 0);

-- Sound: on each side of the line, unsure, unknown, and by an older text's line
insert into policy.terms (variant, line_seconds) values (0, 86400), (1, 129600);
insert into core.session_outcomes (session_id, notice, notice_hours, is_late, variant)
values
('a', 'exact', 24, false, 0),
('b', 'exact', 86399 / 3600.0, true, 0),
('c', 'exact', -1, true, 0),
('d', 'uncertain', 20, false, 0),
('e', 'unknown', null, false, 0),
('f', 'exact', 30, true, 1);
