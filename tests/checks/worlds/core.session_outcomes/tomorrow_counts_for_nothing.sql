-- Broken, 2 rows: counted a day too early
insert into core.session_outcomes (session_id, session_day, in_late, in_exposure)
values ('a', $as_of + 1, true, false), ('b', $as_of + 1, false, true);

-- Sound: counted on its day, not before
insert into core.session_outcomes (session_id, session_day, in_late, in_exposure)
values ('a', $as_of, true, true), ('b', $as_of + 1, false, false);
