-- One row a reason for not trusting a row: how many, and the first of them.

select
    log,
    reason,
    reason = 'other_event' as is_elsewhere,
    count(*)::bigint as rejected,
    count(distinct delivery_id)::integer as files,
    first(detail order by delivery_id, line) as detail,
    first(file || ':' || line order by delivery_id, line) as first_row
from raw.rejected_rows
group by log, reason
order by is_elsewhere asc, rejected desc, log asc, reason asc
