-- Broken, 1 row: a sentence of spaces
insert into review.flags (tutor_id, rule, sentence) values ('t', 'r', '  ');

-- Sound: a sentence
insert into review.flags (tutor_id, rule, sentence) values ('t', 'r', 'Cancelled three late.');
