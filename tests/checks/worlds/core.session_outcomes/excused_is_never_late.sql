-- Broken, 3 rows: excused and late, excused and in the exposure, excused by a rejected excuse
insert into core.session_outcomes (session_id, excused, excuse, in_late, in_exposure)
values
('a', true, 'accepted', true, false),
('b', true, 'accepted', false, true),
('c', true, 'rejected', false, false);

-- Broken, 2 rows: over the cap, and pending though what is pending counts
insert into policy.terms (variant, pending_counts) values (0, true);
insert into core.session_outcomes (session_id, variant, excused, excuse, in_late, in_exposure)
values ('a', 0, true, 'over_cap', false, false), ('b', 0, true, 'pending', false, false);

-- Sound: covered by an amnesty, and pending where that does not count
insert into policy.terms (variant, pending_counts) values (0, false);
insert into core.session_outcomes (session_id, variant, excused, excuse, in_late, in_exposure)
values ('a', 0, true, 'amnesty', false, false), ('b', 0, true, 'pending', false, false);

-- Sound: excused and out of both; accepted for another meter than the rate
insert into core.session_outcomes (session_id, excused, excuse, in_late, in_exposure)
values ('a', true, 'accepted', false, false), ('b', false, 'accepted', true, true);
