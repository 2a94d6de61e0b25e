-- Broken, 1 row: a storm four weeks ago, with late sessions that nobody excused
insert into core.surge_days (day, tutors_hit, tutors_active, late, excused)
values ($as_of - 27, 30, 90, 12, 3);

-- Sound: all of it was excused, or was in time
insert into core.surge_days (day, tutors_hit, tutors_active, late, excused)
values ($as_of, 30, 90, 0, 12);

-- Sound: longer ago
insert into core.surge_days (day, tutors_hit, tutors_active, late, excused)
values ($as_of - 28, 30, 90, 12, 0);
