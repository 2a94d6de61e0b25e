-- Sessions booked after they began, cancellations older than their booking: two clocks disagree,
-- and the rows that still look possible have a wrong notice too.
-- Remedy: compare the zones of the two exports; state the zone in the source file, deliver again.

with visible as (
    select
        delivery_id,
        log,
        file,
        source,
        received,
        dense_rank() over (order by arrived_after desc nulls last) as landings_ago
    from raw.deliveries
    where arrived_after is null or arrived_after <= $known_until
),

latest as (
    select *
    from visible
    where landings_ago <= $rejected_landings
    qualify row_number() over (partition by log, file order by delivery_id desc) = 1
),

conflict as (
    select
        delivery_id,
        count(*) as conflicts
    from raw.rejected_rows
    where
        reason in ('booked_after_start', 'cancelled_before_booked')
        and delivery_id in (select latest.delivery_id from latest)
    group by delivery_id
)

select
    latest.source,
    latest.log,
    latest.landings_ago,
    sum(latest.received) as received,
    sum(conflict.conflicts) as conflicts,
    sum(conflict.conflicts) / sum(latest.received) as share
from latest
left join conflict on latest.delivery_id = conflict.delivery_id
group by latest.source, latest.log, latest.landings_ago
having sum(conflict.conflicts) > $max_clock_conflict_share * sum(latest.received)
