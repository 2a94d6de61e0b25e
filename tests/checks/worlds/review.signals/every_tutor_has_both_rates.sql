-- Broken, 2 rows: no row at all, one rate only
insert into mart.tutors (tutor_id) values ('a'), ('b');
insert into review.signals (tutor_id, signal)
values ('b', 'late_sessions'), ('b', 'near_line');

-- Sound: both rates, and another signal
insert into mart.tutors (tutor_id) values ('a');
insert into review.signals (tutor_id, signal)
values ('a', 'late_sessions'), ('a', 'wiped_days'), ('a', 'near_line');
