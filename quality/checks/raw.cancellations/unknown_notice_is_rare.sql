-- A cancellation without its time is never late: an export that loses times flatters everybody.
-- Where another export of the same platform knows the time of that session's end, nothing is lost.
-- Remedy: export the time of the cancellation, not only that there was one.

with timed as (
    select
        cancelled_at is null
        and max(cancelled_at) over (partition by coalesce(session_id, event_id)) is null
            as has_no_time
    from raw.cancellations
    where
        known_at <= $known_until
        and coalesce(cancelled_at, scheduled_start, known_at) > $known_until - to_days($recent_days)
)

select
    count(*) as cancellations,
    count(*) filter (where has_no_time) as without_time,
    count(*) filter (where has_no_time) / count(*) as share
from timed
having count(*) filter (where has_no_time) > $max_unknown_notice_share * count(*)
