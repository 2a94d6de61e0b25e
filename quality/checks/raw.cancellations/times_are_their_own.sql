-- Tutors who all cancel in one second did not: the log holds the time of an import, and every
-- notice measured to it is wrong.
-- Remedy: export the time of the cancellation itself; until then state precision = "day".

with recent as (
    select
        event_id,
        session_id,
        cancelled_at,
        tutor_id,
        count(*) over (partition by cancelled_at) as beside
    from raw.cancellations
    where
        known_at <= $known_until
        and cancelled_at > $known_until - to_days($recent_days)
        and cancelled_at <= $known_until
        and precision = 'second'
        and initiator = 'tutor'
        and epoch(cancelled_at) % 86400 <> 0
),

booked as (
    select
        session_id,
        max(tutor_id) as tutor_id
    from raw.sessions
    where
        session_id in (
            select recent.session_id from recent
            where recent.beside >= $crowded_tutors
        )
    group by session_id
),

second as (
    select
        recent.cancelled_at,
        count(distinct recent.event_id) as cancellations,
        count(distinct coalesce(recent.tutor_id, booked.tutor_id)) as tutors
    from recent
    left join booked on recent.session_id = booked.session_id
    group by recent.cancelled_at
),

crowd as (
    select
        cancelled_at,
        cancellations,
        tutors,
        sum(cancellations) filter (where tutors >= $crowded_tutors) over () as crowded,
        sum(cancellations) over () as all_cancellations
    from second
)

select
    cancelled_at,
    cancellations,
    tutors,
    crowded / all_cancellations as share_of_all
from crowd
where tutors >= $crowded_tutors and crowded > $max_crowded_share * all_cancellations
