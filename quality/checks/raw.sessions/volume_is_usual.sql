-- A day far from its usual weekday may be half an export, or one that came twice under new ids.
-- Remedy: compare the day with the booking system; a holiday passes by itself.

select
    day,
    counted as sessions,
    usual as usual_sessions,
    unusual_low as at_least,
    unusual_high as at_most,
    weeks
from quality.volume
where
    series = 'sessions'
    and day = $as_of
    and verdict in ('unusual', 'implausible')
