-- One row a day of the year: what finds days on which far more was lost than usual.

select
    day,
    sum(exposure)::integer as exposure,
    sum(late)::integer as late,
    sum(late_excused)::integer as excused,
    count(*) filter (where late > 0)::integer as tutors
from core.tutor_days
where day <= $as_of
group by day
order by day
