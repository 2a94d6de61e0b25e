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
where
    events >= $min_clock_events
    and usual_events >= $min_clock_events
    and match_as_is < $max_match_as_is
    and match_shifted > $min_match_shifted
