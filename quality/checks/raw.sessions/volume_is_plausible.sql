-- A day that is missing, or holds several days, judges tutors by what did not happen.
-- Remedy: deliver the whole day again; if it was a true standstill, tomorrow is green by itself.

select
    day,
    counted as sessions,
    usual as usual_sessions,
    implausible_low as at_least,
    implausible_high as at_most,
    weeks
from quality.volume
where
    series = 'sessions'
    and day = $as_of
    and verdict = 'implausible'
