-- The days are what rates are made of; they must say what the sessions say.
-- Remedy: move the warehouse away and run again, the logs rebuild it; if it stays red, report it.

with counted as (
    select
        coalesce(tutor_id, '') as tutor_id,
        session_day as day,
        count(*) as booked,
        count(*) filter (where in_exposure) as exposure,
        count(*) filter (where in_late) as late,
        count(*) filter (where provisional) as provisional
    from core.session_outcomes
    where session_day <= $as_of
    group by all
)

select
    coalesce(counted.tutor_id, standing.tutor_id) as tutor_id,
    coalesce(counted.day, standing.day) as day,
    standing.booked,
    counted.booked as sessions,
    standing.exposure,
    counted.exposure as sessions_in_exposure,
    standing.late,
    counted.late as sessions_late
from counted
full outer join core.tutor_days as standing
    on counted.tutor_id = standing.tutor_id and counted.day = standing.day
where
    counted.booked is distinct from standing.booked
    or counted.exposure is distinct from standing.exposure
    or counted.late is distinct from standing.late
    or counted.provisional is distinct from standing.provisional
