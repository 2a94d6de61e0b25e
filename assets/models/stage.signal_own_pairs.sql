-- One row a tutor asked about: of the held sessions of pairs that the tutor never cancelled on, how
-- many the pair had gone quiet after, though the student was active elsewhere.

with pair as (
    select
        met.number,
        met.student
    from stage.signal_met as met
    inner join stage.signal_asked as asked on met.number = asked.number
    where met.was_held and met.day <= $as_of
    group by met.number, met.student
    having count(*) >= $pair_sessions
),

cancelled_on as (
    select
        number,
        student
    from stage.signal_quiet_pairs
    where by_tutor
),

own as (
    select
        pair.number,
        pair.student
    from pair
    anti join cancelled_on
        on pair.number = cancelled_on.number and pair.student = cancelled_on.student
),

held as (
    select
        number,
        student,
        scheduled_start,
        row_number() over of_pair as nth,
        lead(scheduled_start) over of_pair as next_of_pair,
        lead(scheduled_start) over (
            partition by student
            order by scheduled_start, session_id
        ) as next_of_student
    from stage.signal_met
    where
        was_held
        and day <= $as_of
        and student in (select own.student from own)
    window of_pair as (
        partition by number, student
        order by scheduled_start, session_id
    )
),

told as (
    select
        held.number,
        held.next_of_pair,
        held.next_of_student,
        held.scheduled_start + $quiet_days * interval 1 day as told_at
    from held
    inner join own on held.number = own.number and held.student = own.student
    where
        held.nth >= $pair_sessions
        and held.scheduled_start + $quiet_days * interval 1 day <= $known_until
)

select
    number,
    count(*)::bigint as occasions,
    count(*) filter (where coalesce(next_of_pair > told_at, true))::bigint as quiet
from told
where next_of_student <= told_at
group by number
order by number
