-- One row a night on which files arrived: rows by what became of them.

select
    (arrived_after at time zone $timezone)::date + 1 as night,
    sum(landed)::bigint as landed,
    sum(duplicate)::bigint as duplicate,
    sum(superseded)::bigint as superseded,
    sum(rejected)::bigint as rejected
from raw.deliveries
where arrived_after is not null and (arrived_after at time zone $timezone)::date + 60 > $as_of
group by night
order by night
