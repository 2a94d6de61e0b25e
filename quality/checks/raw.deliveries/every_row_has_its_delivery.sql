-- A row whose file nobody knows cannot be traced to what the marketplace sent.
-- Remedy: move the warehouse away and run again, the logs rebuild it; if it stays red, report it.

with logged as (
    select
        'sessions' as log,
        delivery_id
    from raw.sessions
    union all
    select
        'cancellations' as log,
        delivery_id
    from raw.cancellations
    union all
    select
        'contacts' as log,
        delivery_id
    from raw.contacts
    union all
    select
        'feedback' as log,
        delivery_id
    from raw.feedback
    union all
    select
        'tutors' as log,
        delivery_id
    from raw.tutors
    union all
    select
        log,
        delivery_id
    from raw.rejected_rows
),

per_delivery as (
    select
        log,
        delivery_id,
        count(*) as rows_found
    from logged
    group by log, delivery_id
)

select
    per_delivery.log,
    per_delivery.delivery_id,
    per_delivery.rows_found
from per_delivery
left join raw.deliveries as delivery
    on
        per_delivery.delivery_id = delivery.delivery_id
        and per_delivery.log = delivery.log
where delivery.delivery_id is null
