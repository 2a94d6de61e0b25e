-- Broken, 2 rows: no case, and a case of an earlier spell only
insert into review.flags (tutor_id, rule, since, needs_person)
values ('a', 'r', $as_of, true), ('b', 'r', $as_of, true);
insert into review.cases (case_id, tutor_id, rule, opened_on) values ('b1', 'b', 'r', $as_of - 90);

-- Sound: its case, and a flag that asks nobody
insert into review.flags (tutor_id, rule, since, needs_person)
values ('a', 'r', $as_of, true), ('b', 'watch', $as_of, false);
insert into review.cases (case_id, tutor_id, rule, opened_on) values ('a1', 'a', 'r', $as_of);
