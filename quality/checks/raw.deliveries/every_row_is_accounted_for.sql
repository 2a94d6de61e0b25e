-- A row that arrived and is neither in its log, nor a duplicate, nor rejected, was lost silently.
-- Remedy: move the warehouse away and run again, the logs rebuild it; if it stays red, report it.

with logged as (
    select delivery_id from raw.sessions
    union all
    select delivery_id from raw.cancellations
    union all
    select delivery_id from raw.contacts
    union all
    select delivery_id from raw.feedback
    union all
    select delivery_id from raw.tutors
),

in_log as (
    select
        delivery_id,
        count(*) as rows_found
    from logged
    group by delivery_id
),

in_rejected as (
    select
        delivery_id,
        count(*) as rows_found
    from raw.rejected_rows
    group by delivery_id
)

select
    delivery.delivery_id,
    delivery.file,
    delivery.received,
    delivery.landed,
    delivery.duplicate,
    delivery.superseded,
    delivery.rejected,
    coalesce(in_log.rows_found, 0) as rows_in_log,
    coalesce(in_rejected.rows_found, 0) as rows_in_rejected
from raw.deliveries as delivery
left join in_log on delivery.delivery_id = in_log.delivery_id
left join in_rejected on delivery.delivery_id = in_rejected.delivery_id
where
    delivery.received
    <> delivery.landed + delivery.duplicate + delivery.superseded + delivery.rejected
    or delivery.landed + delivery.superseded <> coalesce(in_log.rows_found, 0)
    or delivery.rejected <> coalesce(in_rejected.rows_found, 0)
