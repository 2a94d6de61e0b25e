-- Odd hours weigh more in the evidence; a session in no band or in two would be weighed wrongly.
-- Remedy: a fault in the models, report it with the rows shown.

select
    tutor_id,
    day,
    exposure,
    exposure_night + exposure_morning + exposure_afternoon + exposure_evening as exposure_by_hours,
    late,
    late_night + late_morning + late_afternoon + late_evening as late_by_hours,
    late_excused,
    late_excused_night + late_excused_morning + late_excused_afternoon + late_excused_evening
        as late_excused_by_hours
from core.tutor_days
where
    exposure <> exposure_night + exposure_morning + exposure_afternoon + exposure_evening
    or late <> late_night + late_morning + late_afternoon + late_evening
    or late_excused
    <> late_excused_night + late_excused_morning + late_excused_afternoon + late_excused_evening
    or late_night > exposure_night
    or late_morning > exposure_morning
    or late_afternoon > exposure_afternoon
    or late_evening > exposure_evening
