-- Broken, 2 rows: of yesterday and of tomorrow
insert into review.flags (tutor_id, as_of) values ('a', $as_of - 1), ('b', $as_of + 1), ('c', $as_of);

-- Sound: of tonight
insert into review.flags (tutor_id, as_of) values ('a', $as_of);
