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
    coalesce(visible.session_id, outcome.session_id) as session_id,
    case
        when outcome.session_id is null then 'has no outcome'
        else 'is in no log'
    end as what
from visible
full outer join core.session_outcomes as outcome on visible.session_id = outcome.session_id
where
    outcome.session_id is null
    or (
        visible.session_id is null
        and outcome.session_id not in (select rebuilt.session_id from rebuilt)
    )
