-- One row a file that has been landed: what became of each of its rows.

with given as (
    select
        file_index,
        count(*) as received,
        count(*) filter (where reason is null) as sound,
        count(*) filter (where reason is null and warned) as warned
    from judged
    group by file_index
),

no_news as (
    select
        contested.file_index,
        count(*) filter (where verdicts.verdict = 'duplicate') as duplicate,
        count(*) filter (where verdicts.verdict = 'superseded') as superseded,
        count(*) filter (where verdicts.verdict = 'duplicate' and contested.warned) as warned
    from verdicts
    inner join contested using (position)
    group by contested.file_index
)

select
    arrivals.delivery_id,
    $log as log,
    arrivals.file,
    arrivals.sha256,
    arrivals.dated,
    coalesce(given.received, 0) + arrivals.broken as received,
    coalesce(given.sound, 0) - coalesce(no_news.duplicate, 0) - coalesce(no_news.superseded, 0)
        as landed,
    coalesce(no_news.duplicate, 0) as duplicate,
    coalesce(no_news.superseded, 0) as superseded,
    coalesce(given.received - given.sound, 0) + arrivals.broken as rejected,
    $arrived_after::timestamptz as arrived_after,
    arrivals.known_from,
    $source as source,
    coalesce(given.warned, 0) - coalesce(no_news.warned, 0) as warned
from arrivals
left join given using (file_index)
left join no_news using (file_index)
order by arrivals.delivery_id
