-- Tonight's rates end with tonight; a session that has yet to start belongs to another night.
-- Remedy: a fault in the models, report it with the rows shown.

select
    session_id,
    session_day,
    outcome
from core.session_outcomes
where session_day > $as_of and (in_late or in_exposure)
