-- A value that cannot be meant, such as a length of zero, is set to null and the row is kept.
-- Remedy: look for the column in the export; nothing has to be done for tonight.

with visible as (
    select
        log,
        file,
        delivery_id,
        landed + superseded as kept,
        warned,
        dense_rank() over (order by arrived_after desc nulls last) as landings_ago
    from raw.deliveries
    where arrived_after is null or arrived_after <= $known_until
),

latest as (
    select *
    from visible
    qualify row_number() over (partition by log, file order by delivery_id desc) = 1
)

select
    log,
    landings_ago,
    sum(kept) as kept,
    sum(warned) as warned,
    sum(warned) / sum(kept) as share
from latest
where landings_ago <= $rejected_landings
group by log, landings_ago
having sum(warned) > $max_warned_share * sum(kept)
