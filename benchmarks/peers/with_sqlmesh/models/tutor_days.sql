-- One row a tutor and day: sessions that count, and those of them lost late.
MODEL (
  name night.tutor_days,
  kind FULL
);

select
    tutor_id,
    day,
    count(*) as sessions,
    count(*) filter (
        where outcome in ('late_cancel', 'cancelled_after_start', 'no_show', 'interrupted')
    ) as late
from night.session_outcomes
where
    settled
    and tutor_id is not null
    and day <= date '2026-10-31'
    and outcome in (
        'completed',
        'late_cancel',
        'cancelled_after_start',
        'no_show',
        'interrupted',
        'early_cancel'
    )
group by tutor_id, day
