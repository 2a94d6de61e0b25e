-- One row a tutor of these and window: the late rate and how sure we are of it.

select
    tutor_id,
    window_days,
    sessions,
    late_cancellations as late,
    late_rate,
    rate_low,
    rate_high,
    pooled_rate,
    pooled_low,
    pooled_high,
    chance_over_limit,
    enough,
    rank
from mart.tutor_rates
where tutor_id in (select unnest($tutors))
order by tutor_id, window_days
