-- On a first night nobody knows how far exports usually reach; this one ends before its days do.
-- Remedy: if the export is always made at this hour, nothing; else deliver the whole of it.

select
    source,
    log,
    newest_event,
    usual_newest,
    due_events
from quality.freshness
where
    nights = 0
    and weeks >= $min_usual_weeks
    and due_events >= $min_expected_events
    and 1 > (select min(reached.silent_days) from quality.freshness as reached)
