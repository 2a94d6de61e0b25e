-- One row a day of the last year on which far more tutors cancelled than usual. Each tutor and day
-- is one chance; what is usual is the share over the days before, however many tutors they had. A
-- day counts when its share is a multiple of that, more than chance would give, and more than a few
-- people. Nothing is excused by it.

with tutor_day as (
    select
        day,
        cancelled_late + cancelled_in_time + cancelled_notice_unknown + rebooked > 0 as is_hit
    from core.tutor_days
    where
        tutor_id <> ''
        and day <= $as_of
        and day > $as_of - $longest_window - $surge_usual_days::integer
),

every_day as (
    select
        day,
        day - date '2000-01-01' as day_number,
        count(*)::integer as tutors_active,
        count(*) filter (where is_hit)::integer as tutors_hit
    from tutor_day
    group by day
),

beside_usual as (
    select
        day,
        tutors_active,
        tutors_hit,
        min(day) over () as first_day,
        sum(tutors_hit) over before as hit_before,
        sum(tutors_active) over before as active_before
    from every_day
    window before as (
        order by day_number
        range between $surge_usual_days preceding and 1 preceding
    )
),

expected as (
    select
        day,
        tutors_active,
        tutors_hit,
        hit_before / active_before as usual_share,
        greatest(hit_before, 1) / active_before as chance
    from beside_usual
    where active_before > 0 and day - first_day >= $surge_known_days
),

surge as (
    select * from expected
    where
        day > $as_of - $longest_window
        and tutors_hit >= $surge_min_tutors
        and tutors_hit >= $surge_times * chance * tutors_active
        and tutors_hit - chance * tutors_active
        > $surge_deviations * sqrt(tutors_active * chance * (1 - least(chance, 1)))
),

cancellation as (
    select
        session_day as day,
        reason_code,
        in_late,
        excused
    from core.session_outcomes
    where
        event in ('cancelled', 'rescheduled')
        and blame = 'tutor'
        and tutor_id is not null
        and session_day in (select surge.day from surge)
),

stated as (
    select
        day,
        reason_code,
        count(*) as times_stated
    from cancellation
    group by day, reason_code
    qualify
        row_number() over (
            partition by day
            order by count(*) desc, reason_code nulls last
        ) = 1
),

tally as (
    select
        day,
        count(*)::integer as cancellations,
        count(*) filter (where in_late)::integer as late,
        count(*) filter (where excused)::integer as excused
    from cancellation
    group by day
)

select
    surge.day,
    surge.tutors_active,
    surge.tutors_hit,
    surge.tutors_hit / surge.tutors_active as hit_share,
    surge.usual_share,
    tally.cancellations,
    tally.late,
    tally.excused,
    stated.reason_code,
    stated.times_stated / tally.cancellations as reason_share
from surge
inner join tally on surge.day = tally.day
inner join stated on surge.day = stated.day
order by surge.day
