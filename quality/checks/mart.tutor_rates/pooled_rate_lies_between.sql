-- Pooling draws a rate towards the marketplace's, never past it and never away from it.
-- Remedy: a fault in the statistics, report it with the rows shown.

with marketplace as (
    select
        window_days,
        least(min(late_rate), $prior_rate) as lowest,
        greatest(max(late_rate), $prior_rate) as highest
    from mart.tutor_rates
    group by window_days
)

select
    rate.tutor_id,
    rate.window_days,
    rate.late_rate,
    rate.pooled_rate,
    marketplace.lowest,
    marketplace.highest
from mart.tutor_rates as rate
inner join marketplace on rate.window_days = marketplace.window_days
where
    rate.pooled_rate < coalesce(marketplace.lowest, $prior_rate) - 1e-9
    or rate.pooled_rate > coalesce(marketplace.highest, $prior_rate) + 1e-9
