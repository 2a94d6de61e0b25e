-- One row a month: what became of booked sessions that did not take place as booked.

select
    date_trunc('month', day)::date as month,
    sum(booked)::integer as booked,
    sum(cancelled_late)::integer as late,
    sum(no_show + interrupted)::integer as no_show,
    sum(cancelled_in_time + cancelled_notice_unknown)::integer as early,
    sum(student)::integer as student,
    sum(platform)::integer as platform,
    sum(rebooked)::integer as rebooked,
    sum(late_excused)::integer as excused
from core.tutor_days
where day <= $as_of
group by month
order by month
