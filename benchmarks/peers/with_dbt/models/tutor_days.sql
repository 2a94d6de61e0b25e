-- One row a tutor and day: sessions that count, and those of them lost late.

select
    tutor_id,
    day,
    count(*) as sessions,
    count(*) filter (
        where outcome in ('late_cancel', 'cancelled_after_start', 'no_show', 'interrupted')
    ) as late
from {{ ref('session_outcomes') }}
where
    settled
    and tutor_id is not null
    and day <= date '{{ var("as_of") }}'
    and outcome in (
        'completed',
        'late_cancel',
        'cancelled_after_start',
        'no_show',
        'interrupted',
        'early_cancel'
    )
group by tutor_id, day
