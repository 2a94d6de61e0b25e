-- Broken, 4 rows: paused for each audience without a person, and by a blank name
insert into mart.assignment_eligibility
(tutor_id, new_students, existing_students, trial_students, decided_by)
values
('a', 'paused', 'eligible', 'eligible', null),
('b', 'eligible', 'paused', 'eligible', null),
('c', 'eligible', 'eligible', 'paused', null),
('d', 'paused', 'paused', 'paused', ' ');

-- Sound: paused by Ada, held by nobody
insert into mart.assignment_eligibility
(tutor_id, new_students, existing_students, trial_students, decided_by)
values
('a', 'paused', 'eligible', 'eligible', 'Ada'),
('b', 'hold_for_manager', 'eligible', 'eligible', null);
