-- One row a tutor: a digest of all that past points rest on, up to the last night and up to this
-- one. Sums of hashes do not depend on the order of rows.

with known as (
    select
        day.tutor_id,
        day.day,
        hash(
            day.day,
            day.exposure,
            day.late,
            day.late_excused,
            (day.exposure_night + day.late_excused_night) * weight.night
            + (day.exposure_morning + day.late_excused_morning) * weight.morning
            + (day.exposure_afternoon + day.late_excused_afternoon) * weight.afternoon
            + (day.exposure_evening + day.late_excused_evening) * weight.evening,
            day.exposure_night * weight.night + day.exposure_morning * weight.morning
            + day.exposure_afternoon * weight.afternoon + day.exposure_evening * weight.evening
        ) as fingerprint
    from core.tutor_days as day
    inner join stage.exposure_weights as weight
        on day.day = weight.day and day.place = weight.place
    where
        day.exposure + day.late_excused > 0
        and day.day >= $days_from
        and day.day <= $as_of
    union all
    select
        tutor_id,
        session_day as day,
        hash(session_id, session_day, outcome, market, in_late, excused) as fingerprint
    from core.session_outcomes
    where
        session_day >= $days_from
        and session_day <= $as_of
        and (in_late or excused)
        and tutor_id is not null
)

select
    tutor.number,
    (sum(known.fingerprint) filter (where known.day <= $last_as_of) % 4611686018427387904)::bigint
        as until_last,
    (sum(known.fingerprint) % 4611686018427387904)::bigint as digest
from known
inner join stage.evidence_tutors as tutor on known.tutor_id = tutor.tutor_id
group by tutor.number
