-- Broken, 1 row: taught on two days and is not listed
insert into core.tutor_days (tutor_id, day) values ('t', $as_of), ('t', $as_of - 1);

-- Sound: listed; the unassigned bucket is nobody
insert into core.tutor_days (tutor_id, day) values ('t', $as_of), ('', $as_of);
insert into mart.tutors (tutor_id) values ('t'), ('has not taught');
