-- One row a time that a tutor moved a session, with the lesson it belongs to: the first session of
-- a chain of which each was moved to the next, or moved in place. A cancellation that the rebooking
-- of the student answered is a move as well. The same move entered twice within a minute is one.

with recursive newest_version as (
    select
        event_id,
        session_id,
        cancelled_at,
        delivery_id,
        line,
        initiator,
        on_behalf_of,
        kind,
        withdrawn_at,
        rescheduled_to_session_id
    from raw.cancellations
    where
        known_at <= $known_until
        and event_id in (
            select named.event_id from raw.cancellations as named
            where named.kind = 'rescheduled' and named.known_at <= $known_until
        )
    qualify
        row_number() over (
            partition by event_id
            order by received_at desc nulls last, delivery_id desc, line desc
        ) = 1
),

said as (
    select
        version.session_id,
        outcome.tutor_id,
        outcome.student_id,
        outcome.session_day,
        outcome.excuse,
        version.cancelled_at,
        version.rescheduled_to_session_id as moved_to,
        version.delivery_id,
        version.line
    from newest_version as version
    inner join core.session_outcomes as outcome on version.session_id = outcome.session_id
    where
        version.kind = 'rescheduled'
        and (version.withdrawn_at is null or version.withdrawn_at > $known_until)
        and (
            (version.initiator = 'tutor' and coalesce(version.on_behalf_of, 'tutor') <> 'student')
            or (version.initiator = 'platform' and version.on_behalf_of = 'tutor')
        )
    union all
    select
        session_id,
        tutor_id,
        student_id,
        session_day,
        excuse,
        cancelled_at,
        cured_by as moved_to,
        cancellation_delivery as delivery_id,
        cancellation_line as line
    from core.session_outcomes
    where
        cured_by is not null
        and blame = 'tutor'
        and event in ('cancelled', 'rescheduled')
        and session_day > $before_day
),

move as (
    select
        session_id,
        tutor_id,
        student_id,
        session_day,
        min(cancelled_at) as moved_at,
        max(moved_to) as moved_to,
        min((delivery_id, line)) as place
    from said
    where
        tutor_id is not null
        and excuse <> 'amnesty'
        and session_day > $before_day
    group by
        session_id,
        tutor_id,
        student_id,
        session_day,
        date_trunc('minute', cancelled_at)
),

lesson as (
    select
        move.session_id,
        move.session_id as first_session_id
    from move
    where
        move.session_id not in (
            select answered.moved_to from move as answered
            where answered.moved_to is not null
        )
    union
    select
        move.moved_to as session_id,
        lesson.first_session_id
    from lesson
    inner join move on lesson.session_id = move.session_id
    where move.moved_to is not null
),

begun as (
    select
        session_id,
        min(first_session_id) as first_session_id
    from lesson
    group by session_id
)

select
    tutor.number,
    move.session_id,
    move.student_id,
    row_number() over (
        partition by move.session_id
        order by move.moved_at nulls last, move.place
    ) as move_no,
    move.session_day as day,
    move.moved_at,
    coalesce((move.moved_at at time zone $timezone)::date, move.session_day) as moved_day,
    move.moved_to,
    coalesce(begun.first_session_id, move.session_id) as lesson,
    move.place[1] as cancellation_delivery,
    move.place[2] as cancellation_line
from move
inner join stage.evidence_tutors as tutor on move.tutor_id = tutor.tutor_id
left join begun on move.session_id = begun.session_id
order by tutor.number, moved_day, move.session_id, move_no
