-- Broken, 3 rows: a day beyond the window is counted, one in it is not, and one too few was late
insert into core.tutor_days (tutor_id, day, exposure, late)
values ('t', $as_of - 30, 1, 0), ('t', $as_of - 29, 1, 1), ('t', $as_of, 1, 1);
insert into mart.tutor_rates (tutor_id, window_days, sessions, late_cancellations)
values ('t', 30, 3, 2), ('t', 90, 2, 2), ('t', 180, 3, 1);

-- Sound: the days of each window, and a tutor without any
insert into core.tutor_days (tutor_id, day, exposure, late)
values ('t', $as_of - 30, 1, 0), ('t', $as_of - 29, 1, 1), ('t', $as_of, 1, 1), ('t', $as_of + 1, 1, 1);
insert into mart.tutor_rates (tutor_id, window_days, sessions, late_cancellations)
values ('t', 30, 2, 2), ('t', 90, 3, 2), ('new', 30, 0, 0);

-- Broken, 2 rows: one tutor's session is in another's rate, though the window adds up
insert into core.tutor_days (tutor_id, day, exposure, late)
values ('a', $as_of, 1, 0), ('b', $as_of, 2, 0);
insert into mart.tutor_rates (tutor_id, window_days, sessions, late_cancellations)
values ('a', 30, 2, 0), ('b', 30, 1, 0);

-- Sound: days of a tutor without rates, and of nobody, are in no rate
insert into core.tutor_days (tutor_id, day, exposure, late)
values ('a', $as_of, 1, 0), ('gone', $as_of, 1, 1), ('', $as_of, 1, 1);
insert into mart.tutor_rates (tutor_id, window_days, sessions, late_cancellations)
values ('a', 30, 1, 0);
