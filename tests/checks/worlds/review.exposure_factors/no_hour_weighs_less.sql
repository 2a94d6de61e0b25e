-- Broken, 2 rows: an hour that weighs less, one learnt from tonight
insert into review.exposure_factors (kind, place, key, factor, fitted_until)
values ('hours', '', 'night', 0.9, $as_of - 31), ('hours', '', 'night', 1, $as_of);

-- Sound: an odd hour, the day of an incident
insert into review.exposure_factors (kind, place, key, factor, fitted_until)
values ('hours', '', 'night', 1.5, $as_of - 31), ('incident', 'Asia', '2026-03-31', 9, $as_of - 1);
