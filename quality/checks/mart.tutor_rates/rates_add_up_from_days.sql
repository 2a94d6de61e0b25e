-- A rate that does not rest on the tutor's own days cannot be traced to log rows.
-- Remedy: a fault in the models, report it with the rows shown.

with told_in_all as (
    select
        window_days,
        sum((hash(tutor_id) >> 1)::hugeint * sessions) as sessions,
        sum((hash(tutor_id) >> 1)::hugeint * late_cancellations) as late
    from mart.tutor_rates
    group by window_days
),

day_in_all as (
    select
        day,
        sum((hash(tutor_id) >> 1)::hugeint * exposure) as sessions,
        sum((hash(tutor_id) >> 1)::hugeint * late) as late
    from core.tutor_days
    where
        tutor_id <> ''
        and day <= $as_of
        and day > $as_of - (select max(told_in_all.window_days) from told_in_all)
    group by day
),

suspect as (
    select told.window_days
    from told_in_all as told
    left join day_in_all as day on day.day > $as_of - told.window_days
    group by told.window_days, told.sessions, told.late
    having
        coalesce(sum(day.sessions), 0) is distinct from told.sessions
        or coalesce(sum(day.late), 0) is distinct from told.late
),

rate as (
    select
        tutor_id,
        window_days,
        sessions,
        late_cancellations
    from mart.tutor_rates
    where window_days in (select suspect.window_days from suspect)
),

counted as (
    select
        rate.tutor_id,
        rate.window_days,
        sum(day.exposure) as sessions,
        sum(day.late) as late
    from rate
    inner join core.tutor_days as day
        on
            rate.tutor_id = day.tutor_id
            and day.day <= $as_of
            and day.day > $as_of - rate.window_days
    group by rate.tutor_id, rate.window_days
)

select
    rate.tutor_id,
    rate.window_days,
    rate.sessions,
    coalesce(counted.sessions, 0) as sessions_of_days,
    rate.late_cancellations,
    coalesce(counted.late, 0) as late_of_days
from rate
left join counted on rate.tutor_id = counted.tutor_id and rate.window_days = counted.window_days
where
    rate.sessions <> coalesce(counted.sessions, 0)
    or rate.late_cancellations <> coalesce(counted.late, 0)
