-- Broken, 3 rows: an hour off, measured to the later start, and exact without a time
insert into policy.terms (variant, from_earliest_start, from_told, in_working_hours)
values (0, true, false, false), (1, false, true, false), (2, false, false, true);
insert into core.session_outcomes
(session_id, variant, cancelled_at, earliest_start, scheduled_start, notice, notice_hours)
values
('a', 0, $known_until, $known_until + to_hours(24), $known_until + to_hours(24), 'exact', 23),
('b', 0, $known_until, $known_until + to_hours(24), $known_until + to_hours(48), 'exact', 48),
('c', 0, null, $known_until, $known_until, 'exact', 5);

-- Broken, 1 row: unknown, but with hours
insert into policy.terms (variant, from_earliest_start, from_told, in_working_hours)
values (0, true, false, false), (1, false, true, false), (2, false, false, true);
insert into core.session_outcomes (session_id, variant, earliest_start, notice, notice_hours)
values ('a', 0, $known_until, 'unknown', 5);

-- Sound: to the second, after the start, unknown, and nobody cancelled
insert into policy.terms (variant, from_earliest_start, from_told, in_working_hours)
values (0, true, false, false), (1, false, true, false), (2, false, false, true);
insert into core.session_outcomes
(session_id, variant, cancelled_at, earliest_start, scheduled_start, notice, notice_hours)
values
('a', 0, $known_until, $known_until + to_seconds(86399), $known_until, 'exact', 86399 / 3600.0),
('b', 0, $known_until, $known_until - to_hours(2), $known_until, 'exact', -2),
('c', 0, null, $known_until, $known_until, 'unknown', null),
('d', 0, null, $known_until, $known_until, 'none', null);

-- Broken, 2 rows: told earlier than it was cancelled, and more working time than time went by
insert into policy.terms (variant, from_earliest_start, from_told, in_working_hours)
values (0, true, false, false), (1, false, true, false), (2, false, false, true);
insert into core.session_outcomes
(session_id, variant, cancelled_at, told_at, scheduled_start, notice, notice_hours)
values
('a', 1, $known_until, $known_until - to_hours(1), $known_until + to_hours(4), 'exact', 4),
('b', 2, $known_until, null, $known_until + to_hours(4), 'exact', 5);

-- Sound: from the first message on, and less working time than time went by
insert into policy.terms (variant, from_earliest_start, from_told, in_working_hours)
values (0, true, false, false), (1, false, true, false), (2, false, false, true);
insert into core.session_outcomes
(session_id, variant, cancelled_at, told_at, scheduled_start, notice, notice_hours)
values
('a', 1, $known_until, $known_until - to_hours(1), $known_until + to_hours(4), 'exact', 5),
('b', 2, $known_until, null, $known_until + to_hours(40), 'exact', 8),
('c', 2, $known_until, null, $known_until - to_hours(1), 'exact', -1);
