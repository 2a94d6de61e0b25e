-- One row a file in whose every row the same column is missing: perhaps the file never has it.

select
    file_index,
    any_value(split_part(detail, ' ', 1)) as column_name
from judged
group by file_index
having
    count(*) = count(*) filter (where reason = 'missing_value')
    and min(detail) = max(detail)
