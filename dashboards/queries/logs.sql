-- One row a log: rows in and out over all its files, and which file came last.

select
    log,
    count(*)::integer as files,
    sum(received)::bigint as received,
    sum(landed)::bigint as landed,
    sum(duplicate)::bigint as duplicate,
    sum(superseded)::bigint as superseded,
    sum(rejected)::bigint as rejected,
    sum(warned)::bigint as warned,
    arg_max(file, delivery_id) as last_file,
    strftime(arg_max(arrived_after, delivery_id) at time zone $timezone, '%Y-%m-%d')
        as last_arrived_after
from raw.deliveries
group by log
order by received desc, log asc
