-- Broken, 2 rows: one lacks a window, one of another's
insert into mart.tutors (tutor_id) values ('a'), ('b'), ('c');
insert into mart.tutor_rates (tutor_id, window_days)
values ('a', 30), ('a', 90), ('b', 30), ('c', 90);

-- Sound: both have both
insert into mart.tutors (tutor_id) values ('a'), ('b');
insert into mart.tutor_rates (tutor_id, window_days)
values ('a', 30), ('a', 90), ('b', 30), ('b', 90);
