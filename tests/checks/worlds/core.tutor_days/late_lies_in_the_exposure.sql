-- Broken, 2 rows: more late than count, more count than were booked
insert into core.tutor_days (tutor_id, day, booked, exposure, late)
values ('t', $as_of, 3, 1, 2), ('t', $as_of - 1, 3, 4, 0);

-- Sound: all equal, all less
insert into core.tutor_days (tutor_id, day, booked, exposure, late)
values ('t', $as_of, 3, 3, 3), ('t', $as_of - 1, 3, 2, 1);
