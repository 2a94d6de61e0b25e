-- One row a file that has been landed: what became of each of its rows.

select
    arrivals.delivery_id,
    $log as log,
    arrivals.file,
    arrivals.sha256,
    arrivals.dated,
    count(arrived.position) + any_value(arrivals.broken) as received,
    count(arrived.position) filter (where arrived.reason is null and verdicts.position is null)
        as landed,
    count(*) filter (where verdicts.verdict = 'duplicate') as duplicate,
    count(*) filter (where verdicts.verdict = 'superseded') as superseded,
    count(arrived.reason) + any_value(arrivals.broken) as rejected,
    $arrived_after::timestamptz as arrived_after,
    arrivals.known_from,
    $source as source,
    count(*) filter (
        where
        arrived.warned and arrived.reason is null and verdicts.verdict is distinct from 'duplicate'
    ) as warned
from arrivals
left join arrived using (file_index)
left join verdicts using (position)
group by all
order by arrivals.delivery_id
