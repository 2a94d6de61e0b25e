-- An export that stops short of its usual hour is cut off: what was cancelled after it is missing.
-- Remedy: ask for the whole export, deliver it under the same name and run again; or run the night
-- that it covers, with --as-of.

select
    source,
    log,
    newest_event,
    usual_newest,
    due_events
from quality.freshness
where stops_short and nights > 0
