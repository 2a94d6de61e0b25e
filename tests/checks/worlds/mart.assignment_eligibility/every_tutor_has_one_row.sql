-- Broken, 3 rows: one is missing, one has two rows, one is nobody
insert into mart.tutors (tutor_id) values ('missing'), ('twice'), ('once');
insert into mart.assignment_eligibility (tutor_id) values ('twice'), ('twice'), ('once'), ('nobody');

-- Sound: one each
insert into mart.tutors (tutor_id) values ('a'), ('b');
insert into mart.assignment_eligibility (tutor_id) values ('a'), ('b');
