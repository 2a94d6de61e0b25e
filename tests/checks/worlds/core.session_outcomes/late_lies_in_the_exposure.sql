-- Broken, 1 row: late, but not a session that counts
insert into core.session_outcomes (session_id, in_late, in_exposure) values ('a', true, false);

-- Sound: late and counted, counted and not late, neither
insert into core.session_outcomes (session_id, in_late, in_exposure)
values ('a', true, true), ('b', false, true), ('c', false, false);
