-- Who was excused must not be counted as late, or the excuse was worth nothing.
-- Remedy: a fault in the models, report it with the rows shown.

select
    session_id,
    outcome,
    excuse
from core.session_outcomes
where excused and (in_late or in_exposure or excuse <> 'accepted')
