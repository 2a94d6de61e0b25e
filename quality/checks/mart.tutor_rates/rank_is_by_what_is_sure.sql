-- Rank 1 is looked at first, so it must be the tutor whose rate is most surely high.
-- Remedy: a fault in the statistics, report it with the rows shown.

with ordered as (
    select
        tutor_id,
        window_days,
        pooled_low,
        rank,
        rank() over (partition by window_days order by pooled_low desc) as expected
    from mart.tutor_rates
)

select
    tutor_id,
    window_days,
    pooled_low,
    rank,
    expected
from ordered
where rank <> expected
