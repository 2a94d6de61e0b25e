-- Who is not simply eligible must be told why, and what would make it so again.
-- Remedy: give the policy's rule its words, or report it with the rows shown.

select
    tutor_id,
    new_students,
    existing_students,
    trial_students,
    reasons,
    way_back
from mart.assignment_eligibility
where
    (new_students <> 'eligible' or existing_students <> 'eligible' or trial_students <> 'eligible')
    and (len(reasons) = 0 or coalesce(trim(way_back), '') = '')
