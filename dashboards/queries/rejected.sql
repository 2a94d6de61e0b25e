-- One row a reason for not trusting a row: how many, and the first of them.

select
    log,
    reason,
    count(*)::bigint as rejected,
    first(detail order by delivery_id, line) as detail,
    first(file || ':' || line order by delivery_id, line) as first_row
from raw.rejected_rows
group by log, reason
order by rejected desc, log asc, reason asc
