-- Broken, 6 rows: each count off by one, a day without sessions, sessions without their day
insert into core.session_outcomes (session_id, tutor_id, session_day, in_exposure, in_late, provisional)
values
('a', 'a', $as_of, true, true, false),
('b', 'b', $as_of, true, true, false),
('c', 'c', $as_of, true, true, false),
('d', 'd', $as_of, true, true, false),
('e', 'e', $as_of, true, true, false);
insert into core.tutor_days (tutor_id, day, booked, exposure, late, provisional)
values
('a', $as_of, 2, 1, 1, 0),
('b', $as_of, 1, 0, 1, 0),
('c', $as_of, 1, 1, 0, 0),
('d', $as_of, 1, 1, 1, 1),
('f', $as_of, 1, 1, 1, 0);

-- Sound: the days say what the sessions say; nobody's go to the unassigned bucket
insert into core.session_outcomes (session_id, tutor_id, session_day, in_exposure, in_late, provisional)
values
('a', 't', $as_of, true, true, false),
('b', 't', $as_of, false, false, true),
('c', null, $as_of, true, false, false),
('d', 't', $as_of + 1, false, false, false);
insert into core.tutor_days (tutor_id, day, booked, exposure, late, provisional)
values ('t', $as_of, 2, 1, 1, 1), ('', $as_of, 1, 1, 0, 0);

-- Broken, 2 rows: one tutor's session stands among another's, though the day adds up
insert into core.session_outcomes (session_id, tutor_id, session_day, in_exposure, in_late, provisional)
values
('a', 'a', $as_of, true, false, false),
('b', 'b', $as_of, true, false, false),
('c', 'b', $as_of, true, false, false);
insert into core.tutor_days (tutor_id, day, booked, exposure, late, provisional)
values ('a', $as_of, 2, 2, 0, 0), ('b', $as_of, 1, 1, 0, 0);

-- Broken, 3 rows: two days of nothing, and one that nobody counted
insert into core.session_outcomes (session_id, tutor_id, session_day, in_exposure, in_late, provisional)
values ('a', 'a', $as_of, false, false, false);
insert into core.tutor_days (tutor_id, day, booked, exposure, late, provisional)
values ('a', $as_of, 1, 0, null, 0), ('b', $as_of, 0, 0, 0, 0), ('b', $as_of - 1, 0, 0, 0, 0);
