-- Midnight to the second is mostly a day whose time was lost; as a time it makes a wrong notice.
-- Remedy: export the time of day, or take precision = "second" out of the source file.

select
    count(*) as cancellations,
    count(*) filter (where epoch(cancelled_at) % 86400 = 0) as at_midnight,
    count(*) filter (where epoch(cancelled_at) % 86400 = 0) / count(*) as share
from raw.cancellations
where
    known_at <= $known_until
    and cancelled_at > $known_until - to_days($recent_days)
    and cancelled_at <= $known_until
    and precision = 'second'
having
    count(*) filter (where epoch(cancelled_at) % 86400 = 0)
    > greatest(1, $max_midnight_share * count(*))
