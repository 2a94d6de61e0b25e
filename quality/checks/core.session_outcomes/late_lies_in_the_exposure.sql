-- What counts as late must count as a session too, or a rate exceeds one.
-- Remedy: name each class of the late meter in its denominator, in the policy file.

select
    session_id,
    outcome
from core.session_outcomes
where in_late and not in_exposure
