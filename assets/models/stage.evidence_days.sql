-- One row a tutor and day with sessions that count or a late one that is excused: all of the day,
-- and what of it counts. Of everybody the days with a late session, or all days of the tutors
-- followed.

select
    tutor.number,
    day.day,
    (day.exposure + day.late_excused)::double as sessions,
    (day.late + day.late_excused)::double as late,
    day.late_excused::double as excused,
    (day.exposure_night + day.late_excused_night) * weight.night
    + (day.exposure_morning + day.late_excused_morning) * weight.morning
    + (day.exposure_afternoon + day.late_excused_afternoon) * weight.afternoon
    + (day.exposure_evening + day.late_excused_evening) * weight.evening as load,
    day.exposure::double as counted,
    day.exposure_night * weight.night + day.exposure_morning * weight.morning
    + day.exposure_afternoon * weight.afternoon + day.exposure_evening * weight.evening
        as counted_load
from core.tutor_days as day
inner join stage.evidence_tutors as tutor on day.tutor_id = tutor.tutor_id
inner join stage.exposure_weights as weight
    on day.day = weight.day and day.place = weight.place
where
    case
        when $only_late then day.late + day.late_excused > 0
        else
            day.exposure + day.late_excused > 0
            and tutor.number in (select followed.number from stage.evidence_followed as followed)
    end
    and day.day >= $days_from
    and day.day <= $as_of
