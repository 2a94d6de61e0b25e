-- Far fewer rows than usual may be half a file; far more may be one that came twice, or a catch-up.
-- Remedy: compare with the sender's count of rows; after a missed night it passes by itself.

select
    source,
    log,
    day as night,
    counted as received,
    usual as usually_received,
    unusual_low as at_least,
    unusual_high as at_most
from quality.volume
where
    series = 'arrivals'
    and day = $as_of
    and verdict in ('unusual', 'implausible')
