-- On a first night nobody knows how far exports usually reach; this one ends before its days do.
-- Remedy: if the export is always made at this hour, nothing; else deliver the whole of it.

select
    source,
    log,
    newest_event,
    usual_newest,
    due_events
from quality.freshness
where stops_short and nights = 0
