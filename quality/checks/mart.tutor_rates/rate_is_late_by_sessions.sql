-- The rate that is shown must be the one that its two counts give.
-- Remedy: a fault in the models, report it with the rows shown.

select
    tutor_id,
    window_days,
    sessions,
    late_cancellations,
    late_rate
from mart.tutor_rates
where
    late_cancellations > sessions
    or (sessions = 0) <> (late_rate is null)
    or abs(late_rate * sessions - late_cancellations) > 1e-6
