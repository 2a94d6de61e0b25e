-- Rows that cannot be read say nothing about anyone; where many go missing, the rates are wrong.
-- What tells of something else than our logs is no fault and is left out.
-- Remedy: read the reasons below, mend the export and deliver it under the same name.

with visible as (
    select
        delivery_id,
        source,
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
    where landings_ago <= $rejected_landings
    qualify row_number() over (partition by log, file order by delivery_id desc) = 1
),

elsewhere as (
    select
        delivery_id,
        count(*) as others
    from raw.rejected_rows
    where
        reason = 'other_event'
        and delivery_id in (select latest.delivery_id from latest)
    group by delivery_id
),

counted as (
    select
        latest.source,
        latest.log,
        latest.landings_ago,
        sum(latest.received - coalesce(elsewhere.others, 0)) as received,
        sum(latest.rejected - coalesce(elsewhere.others, 0)) as rejected
    from latest
    left join elsewhere on latest.delivery_id = elsewhere.delivery_id
    group by latest.source, latest.log, latest.landings_ago
)

select
    source,
    log,
    landings_ago,
    received,
    rejected,
    rejected / received as share
from counted
where rejected > $max_rejected_share * received
