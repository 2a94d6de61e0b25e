-- An interval beside its own rate makes a lie of how sure we say we are.
-- Remedy: a fault in the statistics, report it with the rows shown.

select
    tutor_id,
    window_days,
    late_rate,
    rate_low,
    rate_high,
    pooled_rate,
    pooled_low,
    pooled_high
from mart.tutor_rates
where
    rate_low > rate_high
    or late_rate < rate_low - 1e-9
    or late_rate > rate_high + 1e-9
    or pooled_rate < pooled_low - 1e-6
    or pooled_rate > pooled_high + 1e-6
