-- The days are what rates are made of; they must say what the sessions say.
-- Remedy: move the warehouse away and run again, the logs rebuild it; if it stays red, report it.

with counted_in_all as (
    select
        session_day as day,
        sum((hash(coalesce(tutor_id, '')) >> 1)::bigint) as booked,
        sum((hash(coalesce(tutor_id, '')) >> 1)::bigint) filter (where in_exposure) as exposure,
        sum((hash(coalesce(tutor_id, '')) >> 1)::bigint) filter (where in_late) as late,
        sum((hash(coalesce(tutor_id, '')) >> 1)::bigint) filter (where provisional) as provisional
    from core.session_outcomes
    where session_day <= $as_of
    group by session_day
),

standing_in_all as (
    select
        day,
        sum((hash(tutor_id) >> 1)::hugeint * booked) as booked,
        sum((hash(tutor_id) >> 1)::hugeint * exposure) as exposure,
        sum((hash(tutor_id) >> 1)::hugeint * late) as late,
        sum((hash(tutor_id) >> 1)::hugeint * provisional) as provisional,
        bool_and(
            coalesce(booked > 0 and exposure + late + provisional >= 0, false)
        ) as all_counted
    from core.tutor_days
    group by day
),

suspect as (
    select coalesce(counted.day, standing.day) as day
    from counted_in_all as counted
    full outer join standing_in_all as standing on counted.day = standing.day
    where
        counted.booked is distinct from standing.booked
        or coalesce(counted.exposure, 0) <> coalesce(standing.exposure, 0)
        or coalesce(counted.late, 0) <> coalesce(standing.late, 0)
        or coalesce(counted.provisional, 0) <> coalesce(standing.provisional, 0)
        or not standing.all_counted
),

counted as (
    select
        coalesce(session.tutor_id, '') as tutor_id,
        session.session_day as day,
        count(*) as booked,
        count(*) filter (where session.in_exposure) as exposure,
        count(*) filter (where session.in_late) as late,
        count(*) filter (where session.provisional) as provisional
    from core.session_outcomes as session
    where
        session.session_day <= $as_of
        and session.session_day in (select suspect.day from suspect)
    group by all
),

standing as (
    select day.*
    from core.tutor_days as day
    semi join suspect on day.day is not distinct from suspect.day
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
full outer join standing
    on counted.tutor_id = standing.tutor_id and counted.day = standing.day
where
    counted.booked is distinct from standing.booked
    or counted.exposure is distinct from standing.exposure
    or counted.late is distinct from standing.late
    or counted.provisional is distinct from standing.provisional
