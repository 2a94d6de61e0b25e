-- One row a session whose outcome may differ from the last build: named by a row that is news, or
-- by an older version of that row, or by a decision, or reached by time (its start, its settling, a
-- withdrawal, the end of a pending excuse), or paired with a booking or cancellation that may cure
-- it. On a rebuild, every session.

with news_sessions as (
    select session_id
    from raw.sessions
    where
        known_at <= $known_until
        and ($rebuild or delivery_id > $last_delivery_id or known_at > $last_known_until)
),

news_cancellations as (
    select
        event_id,
        session_id
    from raw.cancellations
    where
        known_at <= $known_until
        and (
            $rebuild
            or delivery_id > $last_delivery_id
            or known_at > $last_known_until
            or (withdrawn_at > $last_known_until and withdrawn_at <= $known_until)
        )
),

news_contacts as (
    select
        contact_id,
        session_id
    from raw.contacts
    where
        known_at <= $known_until
        and session_id is not null
        and (
            $rebuild
            or delivery_id > $last_delivery_id
            or known_at > $last_known_until
            or (
                contacted_at + $pending_seconds * interval 1 second > $last_known_until
                and contacted_at + $pending_seconds * interval 1 second <= $known_until
            )
        )
),

given_elsewhere as (
    select earlier.session_id
    from raw.cancellations as earlier
    inner join news_cancellations as news on earlier.event_id = news.event_id
    where not $rebuild
    union
    select earlier.session_id
    from raw.contacts as earlier
    inner join news_contacts as news on earlier.contact_id = news.contact_id
    where not $rebuild and earlier.session_id is not null
),

replaced as (
    select cancellation.session_id
    from raw.cancellations as cancellation
    inner join news_sessions as booked on cancellation.rescheduled_to_session_id = booked.session_id
    where not $rebuild
),

named as (
    select session_id from news_sessions
    union
    select session_id from news_cancellations
    union
    select session_id from news_contacts
    union
    select session_id from given_elsewhere
    union
    select session_id from replaced
    union
    select session_id from review.decisions
    where session_id is not null
    union
    select session_id from core.session_outcomes
    where
        $rebuild
        or (session_day > $last_as_of and session_day <= $as_of)
        or (settles_at > $last_known_until and settles_at <= $known_until)
),

moments as (
    select
        session.tutor_id,
        session.student_id,
        session.booked_at as changed_at
    from raw.sessions as session
    where
        not $rebuild
        and session.session_id in (select news_sessions.session_id from news_sessions)
    union
    select
        session.tutor_id,
        session.student_id,
        cancellation.cancelled_at
    from raw.cancellations as cancellation
    inner join raw.sessions as session on cancellation.session_id = session.session_id
    where not $rebuild and cancellation.session_id in (select named.session_id from named)
)

select session_id from named
union
select outcome.session_id
from core.session_outcomes as outcome
inner join moments as moment
    on
        outcome.student_id = moment.student_id
        and (not $cure_same_tutor or outcome.tutor_id = moment.tutor_id)
        and outcome.cancelled_at <= moment.changed_at
        and outcome.cancelled_at >= moment.changed_at - $cure_seconds * interval 1 second
where $cure_seconds > 0
