-- Rows that cannot be read say nothing about anyone; where many go missing, the rates are wrong.
-- Remedy: raw.rejected_rows has the reasons; mend the export, deliver it under the same name.

with visible as (
    select
        delivery_id,
        log,
        file,
        received,
        rejected,
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
    sum(received) as received,
    sum(rejected) as rejected,
    sum(rejected) / sum(received) as share
from latest
where landings_ago <= $rejected_landings
group by log, landings_ago
having sum(rejected) > $max_rejected_share * sum(received)
