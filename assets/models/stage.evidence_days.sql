-- One row a day with sessions that count, of tutors who may have points and of the prior's sample.

select
    tutor.number,
    day.day,
    day.exposure::double as sessions,
    day.late::double as late,
    day.exposure_night * weight.night + day.exposure_morning * weight.morning
    + day.exposure_afternoon * weight.afternoon + day.exposure_evening * weight.evening as load
from core.tutor_days as day
inner join stage.evidence_tutors as tutor on day.tutor_id = tutor.tutor_id
inner join stage.evidence_followed as followed on tutor.number = followed.number
inner join stage.exposure_weights as weight
    on day.day = weight.day and day.place = weight.place
where
    day.exposure > 0
    and day.day >= $days_from
    and day.day <= $as_of
