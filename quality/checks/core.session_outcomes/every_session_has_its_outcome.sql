-- A session without an outcome is in no rate; an outcome without a session blames for nothing.
-- Remedy: move the warehouse away and run again, the logs rebuild it; if it stays red, report it.

with visible as (
    select session_id from raw.sessions
    where known_at <= $known_until
),

rebuilt as (
    select session_id from raw.cancellations
    where
        known_at <= $known_until
        and tutor_id is not null
        and scheduled_start is not null
)

select
    visible.session_id,
    'has no outcome' as what
from visible
where visible.session_id not in (select judged.session_id from core.session_outcomes as judged)
union all
select
    outcome.session_id,
    'is in no log' as what
from core.session_outcomes as outcome
where
    outcome.session_id not in (select visible.session_id from visible)
    and outcome.session_id not in (select rebuilt.session_id from rebuilt)
