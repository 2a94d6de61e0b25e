-- A file all of whose cancellations are at midnight knows days and no times of day.

update arrivals
set precision = found.precision
from (
    select
        file_index,
        case when bool_and(at_midnight) then 'day' else 'second' end as precision
    from judged
    where reason is null and cancelled_at is not null
    group by file_index
) as found
where arrivals.file_index = found.file_index
