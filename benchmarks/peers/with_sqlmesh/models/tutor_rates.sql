-- One row a tutor and window: the late rate and its Wilson interval.
MODEL (
  name night.tutor_rates,
  kind FULL,
  audits (not_null(columns := tutor_id))
);

with windows as (
    select unnest([30, 90, 365]) as window_days
),

counted as (
    select
        tutor_id,
        window_days,
        sum(sessions)::bigint as sessions,
        sum(late)::bigint as late
    from night.tutor_days
    inner join windows on day > date '2026-10-31' - window_days
    group by tutor_id, window_days
),

shared as (
    select
        *,
        late / sessions as late_rate,
        1.959963984540054 * 1.959963984540054 as z2
    from counted
)

select
    tutor_id,
    window_days,
    sessions,
    late,
    late_rate,
    (
        late_rate + z2 / (2 * sessions)
        - sqrt(z2 * (late_rate * (1 - late_rate) + z2 / (4 * sessions)) / sessions)
    )
    / (1 + z2 / sessions) as rate_low,
    (
        late_rate + z2 / (2 * sessions)
        + sqrt(z2 * (late_rate * (1 - late_rate) + z2 / (4 * sessions)) / sessions)
    )
    / (1 + z2 / sessions) as rate_high
from shared
