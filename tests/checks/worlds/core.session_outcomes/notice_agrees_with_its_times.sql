-- Broken, 3 rows: an hour off, measured to the later start, and exact without a time
insert into core.session_outcomes
(session_id, cancelled_at, earliest_start, scheduled_start, notice, notice_hours)
values
('a', $known_until, $known_until + to_hours(24), $known_until + to_hours(24), 'exact', 23),
('b', $known_until, $known_until + to_hours(24), $known_until + to_hours(48), 'exact', 48),
('c', null, $known_until, $known_until, 'exact', 5);

-- Broken, 1 row: unknown, but with hours
insert into core.session_outcomes (session_id, earliest_start, notice, notice_hours)
values ('a', $known_until, 'unknown', 5);

-- Sound: to the second, after the start, unknown, and nobody cancelled
insert into core.session_outcomes
(session_id, cancelled_at, earliest_start, scheduled_start, notice, notice_hours)
values
('a', $known_until, $known_until + to_seconds(86399), $known_until, 'exact', 86399 / 3600.0),
('b', $known_until, $known_until - to_hours(2), $known_until, 'exact', -2),
('c', null, $known_until, $known_until, 'unknown', null),
('d', null, $known_until, $known_until, 'none', null);
