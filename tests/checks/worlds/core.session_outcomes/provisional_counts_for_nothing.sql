-- Broken, 4 rows: counted too early (twice), settled but provisional, unsettled but final
insert into core.session_outcomes (session_id, provisional, in_late, in_exposure, settles_at)
values
('a', true, true, false, $known_until + to_hours(1)),
('b', true, false, true, $known_until + to_hours(1)),
('c', true, false, false, $known_until),
('d', false, false, false, $known_until + to_hours(1));

-- Sound: provisional until it settles, final from then on, final where nothing has to settle
insert into core.session_outcomes (session_id, provisional, in_late, in_exposure, settles_at)
values
('a', true, false, false, $known_until + to_seconds(1)),
('b', false, true, true, $known_until),
('c', false, false, true, null);
