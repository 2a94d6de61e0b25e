-- A day that is missing, or holds several days, judges tutors by what did not happen.
-- Remedy: deliver the whole day again; if it was a true standstill, tomorrow is green by itself.

with daily as (
    select
        (scheduled_start at time zone $timezone)::date as day,
        count(distinct session_id) as sessions
    from raw.sessions
    where
        known_at <= $known_until
        and scheduled_start > $known_until - to_days(7 * ($usual_weeks + 1))
        and scheduled_start <= $known_until
    group by day
),

same_weekday as (
    select $as_of - 7 * weeks.ago as day
    from (select unnest(range(1, $usual_weeks + 1))::integer as ago) as weeks
),

usual as (
    select
        median(coalesce(daily.sessions, 0)) as sessions,
        count(*) as weeks
    from same_weekday
    left join daily on same_weekday.day = daily.day
    where same_weekday.day >= (select min(first_day.day) from daily as first_day)
)

select
    $as_of as day,
    coalesce(tonight.sessions, 0) as sessions,
    usual.sessions as usual_sessions,
    usual.weeks
from usual
left join daily as tonight on tonight.day = $as_of
where
    usual.weeks >= $min_usual_weeks
    and usual.sessions >= $min_usual_sessions
    and (
        coalesce(tonight.sessions, 0) > $implausible_volume_factor * usual.sessions
        or coalesce(tonight.sessions, 0) < $empty_volume_share * usual.sessions
    )
