-- A rate that does not rest on the tutor's own days cannot be traced to log rows.
-- Remedy: a fault in the models, report it with the rows shown.

with counted as (
    select
        rate.tutor_id,
        rate.window_days,
        coalesce(sum(day.exposure), 0) as sessions,
        coalesce(sum(day.late), 0) as late
    from mart.tutor_rates as rate
    left join core.tutor_days as day
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
    counted.sessions as sessions_of_days,
    rate.late_cancellations,
    counted.late as late_of_days
from mart.tutor_rates as rate
inner join counted on rate.tutor_id = counted.tutor_id and rate.window_days = counted.window_days
where rate.sessions <> counted.sessions or rate.late_cancellations <> counted.late
