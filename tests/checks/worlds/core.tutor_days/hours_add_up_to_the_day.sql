-- Broken, 4 rows: a session in no band, a late one, an excused one, a late one in another band
insert into core.tutor_days
(
    tutor_id, day, exposure, exposure_night, exposure_morning, exposure_afternoon, exposure_evening,
    late, late_night, late_morning, late_afternoon, late_evening
)
values
('t', $as_of, 5, 1, 1, 1, 1, 0, 0, 0, 0, 0),
('t', $as_of - 1, 4, 1, 1, 1, 1, 1, 0, 0, 0, 0),
('t', $as_of - 2, 4, 2, 2, 0, 0, 1, 0, 0, 1, 0);
insert into core.tutor_days
(
    tutor_id, day, late_excused, late_excused_night, late_excused_morning, late_excused_afternoon,
    late_excused_evening
)
values ('t', $as_of - 3, 1, 0, 0, 0, 0);

-- Sound: each in its band, and none at all
insert into core.tutor_days
(
    tutor_id, day, exposure, exposure_night, exposure_morning, exposure_afternoon, exposure_evening,
    late, late_night, late_morning, late_afternoon, late_evening
)
values
('t', $as_of, 4, 1, 1, 1, 1, 4, 1, 1, 1, 1),
('t', $as_of - 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
