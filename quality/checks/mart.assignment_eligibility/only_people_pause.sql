-- No machine may pause a tutor: it takes a named person's recorded decision.
-- Remedy: nothing may be published with such a row; report it with the rows shown.

select
    tutor_id,
    new_students,
    existing_students,
    trial_students
from mart.assignment_eligibility
where
    'paused' in (new_students, existing_students, trial_students)
    and coalesce(trim(decided_by), '') = ''
