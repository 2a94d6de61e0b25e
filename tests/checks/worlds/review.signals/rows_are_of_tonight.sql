-- Broken, 1 row: of the night before
insert into review.signals (tutor_id, signal, as_of) values ('a', 'late_sessions', $as_of - 1);

-- Sound: of tonight
insert into review.signals (tutor_id, signal, as_of) values ('a', 'late_sessions', $as_of);
