-- Broken, 3 rows: late with the full 24 hours, not late with a second less, late without notice
insert into core.session_outcomes (session_id, notice, notice_hours, is_late, policy_version)
values
('a', 'exact', 24, true, $policy_version),
('b', 'exact', 86399 / 3600.0, false, $policy_version),
('c', 'unknown', null, true, $policy_version);

-- Sound: on each side of the line, unsure, unknown, and by another policy's line
insert into core.session_outcomes (session_id, notice, notice_hours, is_late, policy_version)
values
('a', 'exact', 24, false, $policy_version),
('b', 'exact', 86399 / 3600.0, true, $policy_version),
('c', 'exact', -1, true, $policy_version),
('d', 'uncertain', 20, false, $policy_version),
('e', 'unknown', null, false, $policy_version),
('f', 'exact', 30, true, 'an older one');
