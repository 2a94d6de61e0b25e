-- One row a source and log: what became of every row that ever arrived. Rows that tell of something
-- else than our logs are apart from those that could not be trusted.

with elsewhere as (
    select
        delivery_id,
        count(*) as others
    from raw.rejected_rows
    where reason = 'other_event'
    group by delivery_id
)

select
    delivery.source,
    delivery.log,
    count(*)::integer as files,
    sum(delivery.received)::bigint as received,
    sum(delivery.landed)::bigint as landed,
    sum(delivery.duplicate)::bigint as duplicate,
    sum(delivery.superseded)::bigint as superseded,
    sum(delivery.rejected - coalesce(elsewhere.others, 0))::bigint as rejected,
    sum(coalesce(elsewhere.others, 0))::bigint as elsewhere,
    sum(delivery.warned)::bigint as warned,
    arg_max(delivery.file, delivery.delivery_id) as last_file,
    strftime(arg_max(delivery.known_from, delivery.delivery_id) at time zone $timezone, '%Y-%m-%d')
        as last_known_from
from raw.deliveries as delivery
left join elsewhere on delivery.delivery_id = elsewhere.delivery_id
group by delivery.source, delivery.log
order by received desc, delivery.source asc, delivery.log asc
