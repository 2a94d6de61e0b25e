-- Broken, 3 rows: no session, one that does not exist, one of another tutor
insert into core.session_outcomes (session_id, tutor_id) values ('s', 't'), ('x', 'other');
insert into review.flags (tutor_id, rule, session_ids)
values ('t', 'none', []), ('t', 'missing', ['s', 'gone']), ('t', 'foreign', ['x']);

-- Sound: the tutor's own
insert into core.session_outcomes (session_id, tutor_id) values ('r', 't'), ('s', 't');
insert into review.flags (tutor_id, rule, session_ids) values ('t', 'own', ['r', 's']);
