-- One row a delivered row that could not be trusted, with its text.

select
    arrivals.delivery_id,
    $log as log,
    arrivals.file,
    rejected.line,
    rejected.reason,
    rejected.detail,
    rejected.row
from (
    select
        arrived.file_index,
        arrived.line,
        arrived.reason,
        arrived.detail,
        row_texts.row
    from arrived
    inner join row_texts using (file_index, line)
    where arrived.reason is not null
    union all by name
    select * from broken_rows
) as rejected
inner join arrivals using (file_index)
order by arrivals.delivery_id, rejected.line
