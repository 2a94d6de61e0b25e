-- One row a week, Monday first: sessions that could have been lost late, and those that were.

select
    date_trunc('week', day)::date as week,
    sum(booked)::integer as booked,
    sum(exposure)::integer as exposure,
    sum(late)::integer as late,
    count(distinct day)::integer as days
from core.tutor_days
where
    day <= $as_of
    and date_trunc('week', day)::date > $as_of - 364
group by week
order by week
