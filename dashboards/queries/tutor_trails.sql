-- One row a tutor of these and week: the 13 weeks up to then. Weeks end with the last day.

with weekly as (
    select
        tutor_id,
        (($as_of - day) // 7)::integer as weeks_ago,
        sum(exposure) as exposure,
        sum(late) as late
    from core.tutor_days
    where tutor_id in (select unnest($tutors)) and day between $as_of - 363 and $as_of
    group by tutor_id, weeks_ago
),

looked_at as (
    select
        tutor_id,
        exposure,
        late,
        unnest(range(greatest(weeks_ago - 12, 0), least(weeks_ago, 39) + 1)) as weeks_ago
    from weekly
)

select
    tutor_id,
    weeks_ago::integer as weeks_ago,
    sum(exposure)::integer as exposure,
    sum(late)::integer as late
from looked_at
group by tutor_id, weeks_ago
order by tutor_id asc, weeks_ago desc
