-- One row a week: where the middle 80 % of tutors stood over the 13 weeks up to then.

with weekly as (
    select
        tutor_id,
        (($as_of - day) // 7)::integer as weeks_ago,
        sum(exposure) as exposure,
        sum(late) as late
    from core.tutor_days
    where tutor_id <> '' and day between $as_of - 363 and $as_of
    group by tutor_id, weeks_ago
),

looked_at as (
    select
        tutor_id,
        exposure,
        late,
        unnest(range(greatest(weeks_ago - 12, 0), least(weeks_ago, 39) + 1)) as weeks_ago
    from weekly
),

judged as (
    select
        weeks_ago,
        sum(late) / sum(exposure) as rate
    from looked_at
    group by tutor_id, weeks_ago
    having sum(exposure) >= $min_volume
)

select
    weeks_ago::integer as weeks_ago,
    quantile_cont(rate, 0.1) as low,
    quantile_cont(rate, 0.9) as high,
    count(*)::integer as tutors
from judged
group by weeks_ago
order by weeks_ago desc
