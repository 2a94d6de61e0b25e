-- One row a night on which files arrived: rows by what became of them. Those that tell of something
-- else than our logs are apart.

with elsewhere as (
    select
        delivery_id,
        count(*) as others
    from raw.rejected_rows
    where reason = 'other_event'
    group by delivery_id
)

select
    (delivery.known_from at time zone $timezone)::date as night,
    sum(delivery.landed)::bigint as landed,
    sum(delivery.duplicate)::bigint as duplicate,
    sum(delivery.superseded)::bigint as superseded,
    sum(delivery.rejected - coalesce(elsewhere.others, 0))::bigint as rejected,
    sum(coalesce(elsewhere.others, 0))::bigint as elsewhere
from raw.deliveries as delivery
left join elsewhere on delivery.delivery_id = elsewhere.delivery_id
where
    delivery.known_from is not null
    and (delivery.known_from at time zone $timezone)::date + 60 > $tonight
group by night
order by night
