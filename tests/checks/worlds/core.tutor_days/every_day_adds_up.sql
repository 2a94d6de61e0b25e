-- Broken, 3 rows: a session that no day counts, a day without sessions, one late session too many
insert into core.session_outcomes (session_id, tutor_id, session_day, in_exposure, in_late, provisional)
values
('a', 'a', $as_of, true, false, false),
('b', 'b', $as_of, true, false, false),
('c', 'c', $as_of - 1, true, false, false);
insert into core.tutor_days (tutor_id, day, booked, exposure, late, provisional)
values
('a', $as_of, 1, 1, 0, 0),
('c', $as_of - 1, 1, 1, 1, 0),
('d', $as_of - 2, 1, 1, 0, 0);

-- Sound: all tutors of a day together, and nobody's; what is yet to come has no day
insert into core.session_outcomes (session_id, tutor_id, session_day, in_exposure, in_late, provisional)
values
('a', 't', $as_of, true, true, false),
('b', 'u', $as_of, false, false, true),
('c', null, $as_of, true, false, false),
('d', 't', $as_of + 1, false, false, false);
insert into core.tutor_days (tutor_id, day, booked, exposure, late, provisional)
values ('t', $as_of, 1, 1, 1, 0), ('u', $as_of, 1, 0, 0, 1), ('', $as_of, 1, 1, 0, 0);
