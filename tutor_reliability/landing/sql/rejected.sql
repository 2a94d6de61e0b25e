-- One row a rejected row: where it stands, which rule it breaks and how.

select
    file_index,
    line,
    reason,
    detail
from arrived
where reason is not null
