-- Broken, 2 rows: a chance from too few, none from enough
insert into review.signals (tutor_id, signal, enough, chance)
values ('a', 'late_sessions', false, 0.1), ('b', 'late_sessions', true, null);

-- Sound: too few to judge, and a chance
insert into review.signals (tutor_id, signal, enough, chance)
values ('a', 'late_sessions', false, null), ('b', 'late_sessions', true, 0.1);
