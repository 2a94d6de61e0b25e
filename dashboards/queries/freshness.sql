-- One row a source and log: how far tonight's export reaches and how far it usually does, the
-- worst first; hours are of the night's own day, below 0 before it.

select
    source,
    log,
    strftime(newest_event at time zone $timezone, '%Y-%m-%d %H:%M') as newest_event,
    strftime(usual_newest at time zone $timezone, '%Y-%m-%d %H:%M') as usual_newest,
    (newest_event at time zone $timezone)::date as newest_day,
    (usual_newest at time zone $timezone)::date as usual_day,
    24 - 24 * silent_days as newest_hour,
    24 - 24 * silent_days + epoch(usual_newest - newest_event) / 3600 as usual_hour,
    due_events,
    weeks,
    nights,
    stops_short
from quality.freshness
order by stops_short desc, due_events desc nulls last, source asc, log asc
