-- One row a band of hours, or a place and day of an incident: times the usual chance of being late.
-- A band is compared with all others, days of incidents left out, over the weeks before a month
-- begins; it is drawn towards 1, as if some late sessions had been seen that were usual. A day is
-- one of an incident where far more was late than the median day before it, all places together.
-- Factors are multiples of 1/64: sums of them are exact, in whatever order they are made.

with everywhere as (
    select
        day,
        day - date '2000-01-01' as day_number,
        sum(sessions) as sessions,
        sum(late) as late
    from stage.exposure_daily
    group by day
    having sum(sessions) > 0
),

usual as (
    select
        day,
        greatest(median(late / sessions) over before, 1 / sum(sessions) over before) as chance
    from everywhere
    window before as (
        order by day_number
        range between $incident_days preceding and 1 preceding
    )
),

incident as (
    select
        daily.place,
        daily.day,
        daily.sessions,
        daily.late,
        greatest(round(64 * daily.late / (daily.sessions * usual.chance)) / 64, 1) as factor
    from stage.exposure_daily as daily
    inner join usual on daily.day = usual.day
    where
        $exposure_by_incident
        and daily.day >= $days_from
        and $incident_weight + daily.late
        >= $incident_ratio * ($incident_weight + daily.sessions * usual.chance)
),

month as (
    select distinct date_trunc('month', day)::date - 1 as fitted_until
    from stage.exposure_daily
    where day >= $days_from
),

learnt as (
    select
        month.fitted_until,
        daily.*
    from month
    inner join stage.exposure_daily as daily
        on
            month.fitted_until >= daily.day
            and month.fitted_until - $week_days::integer < daily.day
    where
        daily.day >= $days_from
        and (daily.place, daily.day) not in (
            select (incident.place, incident.day) from incident
        )
),

banded as (
    select
        fitted_until,
        unnest(['night', 'morning', 'afternoon', 'evening']) as key,
        unnest([sum(night), sum(morning), sum(afternoon), sum(evening)]) as sessions,
        unnest([sum(late_night), sum(late_morning), sum(late_afternoon), sum(late_evening)]) as late
    from learnt
    group by fitted_until
),

beside as (
    select
        banded.*,
        sum(sessions) over of_month - sessions as other_sessions,
        sum(late) over of_month - late as other_late
    from banded
    window of_month as (partition by fitted_until)
)

select
    'hours' as kind,
    '' as place,
    fitted_until,
    key,
    case
        when $exposure_by_hour and other_late > 0
            then
                greatest(
                    round(
                        64 * ($hour_weight + late)
                        / ($hour_weight + sessions * other_late / other_sessions)
                    ) / 64,
                    1
                )
        else 1
    end as factor,
    sessions::bigint as sessions,
    late::bigint as late
from beside
union all
select
    'incident' as kind,
    place,
    day - 1 as fitted_until,
    day::varchar as key,
    factor,
    sessions,
    late
from incident
