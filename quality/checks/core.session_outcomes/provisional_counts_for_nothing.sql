-- Until a session settles, a rebooking or an excuse may still undo it; counting it is too early.
-- Remedy: a fault in the models, report it with the rows shown.

select
    session_id,
    outcome,
    settles_at,
    provisional
from core.session_outcomes
where
    (provisional and (in_late or in_exposure))
    or provisional <> coalesce(settles_at > $known_until, false)
