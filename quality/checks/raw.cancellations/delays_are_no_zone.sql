-- Where word comes whole hours after most cancellations, or before, one of the two times is in
-- another zone than it says, and every notice is wrong by those hours.
-- Remedy: state the zone of the log in the source file and deliver it again.

with delay as (
    select
        epoch(received_at - cancelled_at) as seconds,
        round(epoch(received_at - cancelled_at) / 3600) as hours
    from raw.cancellations
    where
        known_at <= $known_until
        and received_at > $known_until - to_days($recent_days)
        and cancelled_at is not null
        and precision <> 'day'
),

per_hours as (
    select
        hours,
        count(*) filter (where abs(seconds - 3600 * hours) <= $zone_gap_tolerance_seconds) as times,
        sum(count(*)) over () as cancellations
    from delay
    group by hours
)

select
    hours,
    times,
    cancellations,
    times / cancellations as share
from per_hours
where
    hours <> 0
    and times >= $min_expected_events
    and times > $max_zone_gap_share * cancellations
