-- One row a delivered row that could not be trusted, with its text.

select
    arrivals.delivery_id,
    $log as log,
    arrivals.file,
    no_row.line,
    no_row.reason,
    no_row.detail,
    no_row.row
from (
    select
        rejected.file_index,
        rejected.line,
        rejected.reason,
        rejected.detail,
        row_texts.row
    from rejected
    inner join row_texts using (file_index, line)
    union all by name
    select * from broken_rows
) as no_row
inner join arrivals using (file_index)
order by arrivals.delivery_id, no_row.line
