-- Many sessions ended by one actor at once are one thing that happened, though each counts alone.
-- Remedy: ask the actor; an account that closes, or an import, is no string of late cancellations.

select
    bulk_id,
    actor,
    actor_kind,
    began_at,
    sessions,
    late
from core.bulk_events
where began_at > $known_until - to_days($recent_days)
