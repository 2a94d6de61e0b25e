-- One row a day on which the clock of the source's zone is changed, or the day beside one.

with days as (
    select unnest(generate_series($earliest::timestamp, $latest::timestamp, interval 1 day)) as day
)

select day::date as day
from days
where
    timezone($zone, day - interval 1 day) + interval 3 day
    <> timezone($zone, day + interval 2 day)
