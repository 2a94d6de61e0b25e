-- Broken, 4 rows: no reason, no way back, a blank one, and for each audience
insert into mart.assignment_eligibility
(tutor_id, new_students, existing_students, trial_students, reasons, way_back)
values
('a', 'paused', 'eligible', 'eligible', [], 'Ada lifts it'),
('b', 'hold_for_manager', 'eligible', 'eligible', ['late: three'], null),
('c', 'eligible', 'only_if_all_others_full', 'eligible', ['late: three'], ' '),
('d', 'eligible', 'eligible', 'hold_for_manager', [], null);

-- Sound: said both, or nothing to say
insert into mart.assignment_eligibility
(tutor_id, new_students, existing_students, trial_students, reasons, way_back)
values
('a', 'paused', 'eligible', 'eligible', ['late: three'], 'Ada lifts it'),
('b', 'eligible', 'eligible', 'eligible', [], null);
