-- One row a tutor, numbered by id: what the weeks that end tonight hold, and whether the prior is
-- learnt from this one, too. The sample goes by a hash of the id, so that it stays as tutors come.

with weighed as (
    select
        day.tutor_id,
        day.exposure,
        day.late,
        day.late_excused,
        weight.is_incident,
        day.exposure_night * weight.night + day.exposure_morning * weight.morning
        + day.exposure_afternoon * weight.afternoon + day.exposure_evening * weight.evening as load
    from core.tutor_days as day
    inner join stage.exposure_weights as weight
        on day.day = weight.day and day.place = weight.place
    where
        day.day > $as_of - $week_days::integer
        and day.day <= $as_of
),

summed as (
    select
        tutor_id,
        sum(exposure) as sessions,
        sum(late) as late,
        sum(load) as load,
        count(*) filter (where exposure > 0) as days,
        sum(round(4096 * load / exposure) / 4096) filter (where exposure > 0) as day_load,
        sum(late_excused) as excused,
        sum(late) filter (where is_incident) as late_of_incidents
    from weighed
    group by tutor_id
)

select
    tutor.tutor_id,
    (row_number() over (order by tutor.tutor_id) - 1)::integer as number,
    md5_number_lower(tutor.tutor_id) % $one_in = 0 as is_sampled,
    coalesce(summed.sessions, 0)::double as sessions,
    coalesce(summed.late, 0)::double as late,
    coalesce(summed.load, 0)::double as load,
    coalesce(summed.days, 0)::double as days,
    coalesce(summed.day_load, 0)::double as day_load,
    (coalesce(summed.excused, 0) + coalesce(summed.late_of_incidents, 0))::integer as unscored
from mart.tutors as tutor
left join summed on tutor.tutor_id = summed.tutor_id
