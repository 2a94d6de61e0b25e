-- What the sessions of a day add up to must be in its tutors' days: a session counted for nobody
-- would be seen here, whoever forgot to count it again.
-- Remedy: move the warehouse away and run again, the logs rebuild it; if it stays red, report it.

with counted as (
    select
        session_day as day,
        count(*) as booked,
        count(*) filter (where in_exposure) as exposure,
        count(*) filter (where in_late) as late
    from core.session_outcomes
    where session_day <= $as_of
    group by session_day
),

standing as (
    select
        day,
        sum(booked) as booked,
        sum(exposure) as exposure,
        sum(late) as late
    from core.tutor_days
    group by day
)

select
    coalesce(counted.day, standing.day) as day,
    standing.booked,
    counted.booked as sessions,
    standing.exposure,
    counted.exposure as sessions_in_exposure,
    standing.late,
    counted.late as sessions_late
from counted
full outer join standing on counted.day = standing.day
where
    counted.booked is distinct from standing.booked
    or counted.exposure is distinct from standing.exposure
    or counted.late is distinct from standing.late
