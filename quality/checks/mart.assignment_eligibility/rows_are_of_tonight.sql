-- A row of another night would be read as if it were of this one.
-- Remedy: a fault in the night's run, report it with the rows shown.

select
    tutor_id,
    as_of
from mart.assignment_eligibility
where as_of <> $as_of
