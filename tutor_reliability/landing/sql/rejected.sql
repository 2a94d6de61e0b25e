-- One row a rejected row, in the order of the files.

select
    file_index,
    line
from arrived
where reason is not null
order by file_index, line
