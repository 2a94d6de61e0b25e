-- Times that keep the usual day but hours off it come from a clock whose zone changed: every notice
-- between a log that moved and one that did not is wrong by those hours.
-- Remedy: state the zone in the source file, deliver the days since the change again.

select
    source,
    log,
    days,
    shift_hours,
    match_as_is,
    match_shifted,
    events
from quality.clocks
where has_jumped
