-- One row a tutor asked about, student and cancellation after which, so long ago that it can be
-- told, the student was active on the platform: whether the pair had gone quiet, nothing more of it
-- booked or held for so long. Cancellations of a pair with nothing between them are one, the last.
-- Who left the platform altogether is not here: that says nothing about the tutor.

with cancelled as (
    select
        session_id,
        number,
        student,
        cancelled_at,
        by_tutor,
        cancelled_at + $quiet_days * interval 1 day as told_at
    from stage.signal_met
    where
        number in (select asked.number from stage.signal_asked as asked)
        and cancelled_at + $quiet_days * interval 1 day <= $known_until
),

of_pair as (
    select
        met.number,
        met.student,
        met.scheduled_start,
        met.booked_at,
        met.was_held
    from stage.signal_met as met
    semi join cancelled
        on met.number = cancelled.number and met.student = cancelled.student
),

known_pair as (
    select
        number,
        student,
        min(scheduled_start, $pair_sessions)[$pair_sessions] as known_from
    from of_pair
    where was_held
    group by number, student
    having count(*) >= $pair_sessions
),

sign as (
    select
        number,
        student,
        scheduled_start as at_time
    from of_pair
    where was_held
    union all
    select
        number,
        student,
        booked_at as at_time
    from of_pair
    where booked_at is not null
),

of_known_pair as (
    select cancelled.*
    from cancelled
    inner join known_pair
        on
            cancelled.number = known_pair.number
            and cancelled.student = known_pair.student
            and cancelled.cancelled_at >= known_pair.known_from
),

followed as (
    select
        of_known_pair.*,
        sign.at_time as next_at
    from of_known_pair
    asof left join sign
        on
            of_known_pair.number = sign.number
            and of_known_pair.student = sign.student
            and of_known_pair.cancelled_at <= sign.at_time
),

last_of_run as (
    select
        *,
        coalesce(next_at > told_at, true) as is_quiet
    from followed
    qualify
        row_number() over (
            partition by number, student, next_at
            order by cancelled_at desc, session_id desc
        ) = 1
),

of_student as (
    select
        student,
        scheduled_start,
        booked_at,
        was_held
    from stage.signal_met
    where
        student in (
            select run.student from last_of_run as run
            where run.is_quiet
        )
),

anywhere as (
    select
        student,
        scheduled_start as at_time
    from of_student
    where was_held
    union all
    select
        student,
        booked_at as at_time
    from of_student
    where booked_at is not null
),

went_on as (
    select distinct run.session_id
    from last_of_run as run
    asof inner join anywhere
        on run.student = anywhere.student and run.cancelled_at <= anywhere.at_time
    where run.is_quiet and anywhere.at_time <= run.told_at
)

select
    run.number,
    run.session_id,
    met.student_id,
    run.student,
    (run.told_at at time zone $timezone)::date as day,
    run.by_tutor,
    run.is_quiet
from last_of_run as run
inner join stage.signal_met_students as met on run.student = met.student
where not run.is_quiet or run.session_id in (select went_on.session_id from went_on)
order by run.number, day, run.session_id
