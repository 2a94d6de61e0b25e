-- Broken, 2 rows: one session became two things, one became nothing
insert into core.tutor_days
(
    tutor_id, day, booked, completed, cancelled_late, cancelled_in_time, cancelled_notice_unknown,
    no_show, interrupted, rebooked, student, platform, undecided, late_excused, provisional
)
values
('t', $as_of, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0),
('t', $as_of - 1, 11, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0);

-- Sound: ten sessions, ten parts; the excused and the provisional are among them
insert into core.tutor_days
(
    tutor_id, day, booked, completed, cancelled_late, cancelled_in_time, cancelled_notice_unknown,
    no_show, interrupted, rebooked, student, platform, undecided, late_excused, provisional
)
values ('t', $as_of, 10, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2);
