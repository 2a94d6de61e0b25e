-- One row a delivered row that could not be trusted, in order of arrival.

select
    log,
    file,
    line,
    reason,
    detail,
    row as row_text
from raw.rejected_rows
order by delivery_id, line
