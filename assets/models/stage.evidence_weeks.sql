-- One row a tutor asked about and week of those that end tonight, counted back: sessions, days, and
-- their load.

with weighed as (
    select
        tutor.number,
        ($as_of - day.day) // 7 as week,
        day.exposure,
        day.exposure_night * weight.night + day.exposure_morning * weight.morning
        + day.exposure_afternoon * weight.afternoon + day.exposure_evening * weight.evening as load
    from core.tutor_days as day
    inner join stage.evidence_tutors as tutor on day.tutor_id = tutor.tutor_id
    inner join stage.evidence_asked as asked on tutor.number = asked.number
    inner join stage.exposure_weights as weight
        on day.day = weight.day and day.place = weight.place
    where
        day.exposure > 0
        and day.day > $as_of - $week_days::integer
        and day.day <= $as_of
)

select
    number,
    week,
    sum(exposure)::double as sessions,
    sum(load) as load,
    count(*)::double as days,
    sum(round(4096 * load / exposure) / 4096) as day_load
from weighed
group by number, week
