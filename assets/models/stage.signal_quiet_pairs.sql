-- One row a tutor, student and cancellation after which, so long ago that it can be told, the
-- student was active on the platform: whether the pair had gone quiet, nothing more of it booked or
-- held for that long. Cancellations of a pair with nothing between them are one, the last. Who left
-- the platform altogether is not here: that says nothing about the tutor.

with cancelled as (
    select
        session_id,
        tutor_id,
        student_id,
        cancelled_at,
        blame = 'tutor' as by_tutor,
        cancelled_at + $quiet_days * interval 1 day as told_at
    from core.session_outcomes
    where
        event = 'cancelled'
        and blame in ('tutor', 'student')
        and cured_by is null
        and tutor_id is not null
        and student_id is not null
        and session_day > $before_day
        and cancelled_at + $quiet_days * interval 1 day <= $known_until
),

session as (
    select
        session_id,
        tutor_id,
        student_id,
        scheduled_start,
        booked_at,
        event in ('completed', 'interrupted', 'no_show', 'no_show_student') as was_held
    from core.session_outcomes
    where
        tutor_id is not null
        and student_id is not null
        and session_day > $before_day
),

of_pair as (
    select * from session
    where (tutor_id, student_id) in (
        select (cancelled.tutor_id, cancelled.student_id) from cancelled
    )
),

known_pair as (
    select
        tutor_id,
        student_id,
        min(scheduled_start, $pair_sessions)[$pair_sessions] as known_from
    from of_pair
    where was_held
    group by tutor_id, student_id
    having count(*) >= $pair_sessions
),

sign as (
    select
        tutor_id,
        student_id,
        scheduled_start as at_time
    from of_pair
    where was_held
    union all
    select
        tutor_id,
        student_id,
        booked_at as at_time
    from of_pair
    where booked_at is not null
),

of_known_pair as (
    select cancelled.*
    from cancelled
    inner join known_pair
        on
            cancelled.tutor_id = known_pair.tutor_id
            and cancelled.student_id = known_pair.student_id
            and cancelled.cancelled_at >= known_pair.known_from
),

followed as (
    select
        of_known_pair.*,
        sign.at_time as next_at
    from of_known_pair
    asof left join sign
        on
            of_known_pair.tutor_id = sign.tutor_id
            and of_known_pair.student_id = sign.student_id
            and of_known_pair.cancelled_at <= sign.at_time
),

last_of_run as (
    select
        *,
        coalesce(next_at > told_at, true) as is_quiet
    from followed
    qualify
        row_number() over (
            partition by tutor_id, student_id, next_at
            order by cancelled_at desc, session_id desc
        ) = 1
),

of_student as (
    select * from session
    where
        student_id in (
            select run.student_id from last_of_run as run
            where run.is_quiet
        )
),

anywhere as (
    select
        student_id,
        scheduled_start as at_time
    from of_student
    where was_held
    union all
    select
        student_id,
        booked_at as at_time
    from of_student
    where booked_at is not null
),

went_on as (
    select distinct run.session_id
    from last_of_run as run
    asof inner join anywhere
        on run.student_id = anywhere.student_id and run.cancelled_at <= anywhere.at_time
    where run.is_quiet and anywhere.at_time <= run.told_at
)

select
    tutor.number,
    run.session_id,
    run.student_id,
    (run.told_at at time zone $timezone)::date as day,
    run.by_tutor,
    run.is_quiet
from last_of_run as run
inner join stage.evidence_tutors as tutor on run.tutor_id = tutor.tutor_id
where not run.is_quiet or run.session_id in (select went_on.session_id from went_on)
order by tutor.number, day, run.session_id
