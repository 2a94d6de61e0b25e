-- Broken, 1 row: cancelled one second into tomorrow, and known tonight
insert into raw.cancellations (event_id, cancelled_at, known_at)
values ('c', $known_until + to_seconds(1), $known_until);

-- Sound: cancelled at the last instant, at an unknown time, or known tomorrow
insert into raw.cancellations (event_id, cancelled_at, known_at)
values
('a', $known_until, $known_until),
('b', null, $known_until),
('c', $known_until + to_seconds(1), $known_until + to_days(1));
