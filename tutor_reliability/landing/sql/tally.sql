-- One row a file that was read: how many rows came of it, and where they stand among all.

select
    file_index,
    count(*) as given,
    min(rowid) as first_position,
    max(rowid) as last_position
from judged
group by file_index
