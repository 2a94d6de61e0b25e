-- A cancellation without its time is never late: an export that loses times flatters everybody.
-- Remedy: export the time of the cancellation, not only that there was one.

select
    count(*) as cancellations,
    count(*) filter (where cancelled_at is null) as without_time,
    count(*) filter (where cancelled_at is null) / count(*) as share
from raw.cancellations
where
    known_at <= $known_until
    and coalesce(cancelled_at, scheduled_start, known_at) > $known_until - to_days($recent_days)
having count(*) filter (where cancelled_at is null) > $max_unknown_notice_share * count(*)
