-- On old data the last days look empty: what was cancelled late in them counts for nobody.
-- Remedy: find out why the export stopped, deliver the missing days, run again.

with event as (
    select case when status = 'scheduled' then updated_at else scheduled_start end as happened_at
    from raw.sessions
    where known_at <= $known_until
    union all
    select cancelled_at
    from raw.cancellations
    where known_at <= $known_until
),

newest as (
    select max(happened_at) as happened_at
    from event
    where happened_at <= $known_until
),

usual as (
    select
        newest.happened_at as newest_event,
        epoch($known_until - newest.happened_at) / 86400 as silent_days,
        count(*) / $recent_days as events_a_day
    from event
    cross join newest
    where
        event.happened_at <= newest.happened_at
        and event.happened_at > newest.happened_at - to_days($recent_days)
    group by newest.happened_at
)

select
    newest_event,
    silent_days,
    events_a_day
from usual
where
    silent_days > $max_silent_days
    and silent_days * events_a_day >= $min_expected_events
