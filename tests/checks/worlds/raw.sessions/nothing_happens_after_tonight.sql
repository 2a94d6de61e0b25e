-- Broken, 3 rows: booked tomorrow, updated tomorrow, completed before it begins
insert into raw.sessions (session_id, booked_at, updated_at, scheduled_start, status, known_at)
values
('a', $known_until + to_seconds(1), null, $known_until, 'scheduled', $known_until),
('b', null, $known_until + to_seconds(1), $known_until, 'completed', $known_until),
('c', null, null, $known_until + to_seconds(1), 'completed', $known_until);

-- Sound: starts or is cancelled ahead, ended at the last instant, or known tomorrow
insert into raw.sessions (session_id, booked_at, updated_at, scheduled_start, status, known_at)
values
('a', $known_until, $known_until, $known_until + to_days(1), 'scheduled', $known_until),
('b', null, null, $known_until + to_days(1), 'cancelled', $known_until),
('c', null, null, $known_until, 'completed', $known_until),
('d', null, null, $known_until + to_days(1), 'completed', $known_until + to_days(1));
