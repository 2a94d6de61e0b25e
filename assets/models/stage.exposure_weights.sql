-- One row a place and day: what a session weighs by the hour where the tutor is, and whether the
-- day is one of an incident there. The hours are those learnt before the day's month.

with hours as (
    select
        fitted_until,
        max(factor) filter (where key = 'night') as night,
        max(factor) filter (where key = 'morning') as morning,
        max(factor) filter (where key = 'afternoon') as afternoon,
        max(factor) filter (where key = 'evening') as evening
    from review.exposure_factors
    where kind = 'hours'
    group by fitted_until
)

select
    daily.place,
    daily.day,
    coalesce(hours.night, 1) * coalesce(incident.factor, 1) as night,
    coalesce(hours.morning, 1) * coalesce(incident.factor, 1) as morning,
    coalesce(hours.afternoon, 1) * coalesce(incident.factor, 1) as afternoon,
    coalesce(hours.evening, 1) * coalesce(incident.factor, 1) as evening,
    incident.factor is not null as is_incident
from stage.exposure_daily as daily
left join hours on date_trunc('month', daily.day)::date - 1 = hours.fitted_until
left join review.exposure_factors as incident
    on
        incident.kind = 'incident'
        and daily.place = incident.place
        and daily.day = incident.fitted_until + 1
where daily.day >= $days_from
