-- One row a weekday and hour of the start, in the policy's zone: where lessons are lost late.

select
    isodow(scheduled_start at time zone $timezone)::integer as weekday,
    hour(scheduled_start at time zone $timezone)::integer as hour,
    count(*) filter (where in_exposure)::integer as exposure,
    count(*) filter (where in_late)::integer as late
from core.session_outcomes
where session_day <= $as_of and in_exposure
group by weekday, hour
order by weekday, hour
