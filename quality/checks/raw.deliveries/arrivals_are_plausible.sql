-- A night whose file holds next to nothing of the usual rows lost them on the way.
-- Remedy: ask for the night's export again and deliver it under the same name, then run again.

select
    source,
    log,
    day as night,
    counted as received,
    usual as usually_received,
    implausible_low as at_least
from quality.volume
where
    series = 'arrivals'
    and day = $as_of
    and verdict = 'implausible'
