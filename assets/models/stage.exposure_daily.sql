-- One row a place and day: sessions and late ones by the hour where the tutor is.
-- From it come what an hour weighs, which days are those of an incident, and what they weigh.

select
    day,
    place,
    sum(exposure)::bigint as sessions,
    sum(late)::bigint as late,
    sum(exposure_night)::bigint as night,
    sum(exposure_morning)::bigint as morning,
    sum(exposure_afternoon)::bigint as afternoon,
    sum(exposure_evening)::bigint as evening,
    sum(late_night)::bigint as late_night,
    sum(late_morning)::bigint as late_morning,
    sum(late_afternoon)::bigint as late_afternoon,
    sum(late_evening)::bigint as late_evening
from core.tutor_days
where
    tutor_id <> ''
    and day >= $days_from - $incident_days::integer
    and day <= $as_of
group by day, place
