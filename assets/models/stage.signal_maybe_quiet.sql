-- One row a tutor after whose cancellations so many pairs may have gone quiet; of all others it is
-- certain that fewer did, and nobody need look. Time is cut into parts of which so many that follow
-- on each other lie inside of any wait for a pair to go on: a pair with a sign of life in one of
-- these parts did. Parts are bits of one number a pair. What was cancelled before the first part
-- may always have gone quiet.

with timed as (
    select
        number,
        student,
        floor((epoch_us(scheduled_start) - epoch_us($origin)) / $part_us)::bigint as held_in,
        floor((epoch_us(booked_at) - epoch_us($origin)) / $part_us)::bigint as booked_in,
        floor((epoch_us(cancelled_at) - epoch_us($origin)) / $part_us)::bigint as cancelled_in,
        was_held,
        by_tutor and cancelled_at + $quiet_days * interval 1 day <= $known_until as is_told
    from stage.signal_met
    where number is not null
),

pair as (
    select
        number,
        bit_or(if(was_held and held_in between 0 and 61, 1::bigint << held_in, 0))
        | bit_or(if(booked_in between 0 and 61, 1::bigint << booked_in, 0)) as signs,
        bit_or(if(is_told and cancelled_in between 0 and 61, 1::bigint << cancelled_in, 0))
            as cancelled,
        count(*) filter (where is_told and not cancelled_in between 0 and 61) as beyond
    from timed
    group by number, student
    having bool_or(is_told)
)

select number
from pair
group by number
having
    sum(
        beyond + bit_count(
            cancelled
            & if($whole_parts >= 1, ~(signs >> 1), -1)
            & if($whole_parts >= 2, ~(signs >> 2), -1)
        )
    ) >= $min_events
