-- Broken, 3 rows: excused and late, excused and in the exposure, excused by a rejected excuse
insert into core.session_outcomes (session_id, excused, excuse, in_late, in_exposure)
values
('a', true, 'accepted', true, false),
('b', true, 'accepted', false, true),
('c', true, 'rejected', false, false);

-- Sound: excused and out of both; accepted for another meter than the rate
insert into core.session_outcomes (session_id, excused, excuse, in_late, in_exposure)
values ('a', true, 'accepted', false, false), ('b', false, 'accepted', true, true);
