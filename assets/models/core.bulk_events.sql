-- One row a burst of the last year: one actor ended many sessions within a short time. Any stretch
-- of that length with enough cancellations belongs to a burst; stretches that meet are one. The
-- actor is who keyed it where the log names somebody, else the tutor or student who ended it; a
-- role such as support names nobody.

with ended as (
    select
        outcome.session_id,
        outcome.tutor_id,
        outcome.student_id,
        outcome.scheduled_start,
        outcome.cancelled_at,
        epoch(outcome.cancelled_at) as at_second,
        outcome.reason_code,
        outcome.in_late,
        case
            when
                outcome.recorded_by not in ('tutor', 'student', 'support', 'platform', 'unknown')
                then 'recorder'
            else outcome.initiator
        end as actor_kind,
        case actor_kind
            when 'recorder' then outcome.recorded_by
            when 'tutor' then outcome.tutor_id
            when 'student' then outcome.student_id
            else null
        end as actor
    from core.session_outcomes as outcome
    where
        $bulk_sessions > 0
        and outcome.cancellation_delivery is not null
        and outcome.event in ('cancelled', 'rescheduled')
        and outcome.cancelled_at <= $known_until
        and outcome.cancelled_at > $known_until - $longest_window * interval 1 day
),

counted as (
    select
        *,
        count(*) over (
            partition by actor_kind, actor
            order by at_second
            range between current row and $bulk_seconds following
        ) as soon_after
    from ended
    where actor is not null
),

dense as (
    select
        *,
        max(soon_after) over (
            partition by actor_kind, actor
            order by at_second
            range between $bulk_seconds preceding and current row
        ) as most_beside
    from counted
),

joined as (
    select
        *,
        coalesce(
            at_second > lag(at_second) over in_order + $bulk_seconds, true
        ) as opens_one
    from dense
    where most_beside >= $bulk_sessions
    window in_order as (
        partition by actor_kind, actor
        order by cancelled_at, session_id
    )
),

numbered as (
    select
        *,
        count(*) filter (where opens_one) over (
            partition by actor_kind, actor
            order by cancelled_at, session_id
        ) as burst
    from joined
),

stated as (
    select
        actor_kind,
        actor,
        burst,
        reason_code
    from numbered
    group by actor_kind, actor, burst, reason_code
    qualify
        row_number() over (
            partition by actor_kind, actor, burst
            order by count(*) desc, reason_code nulls last
        ) = 1
)

select
    'bulk-' || strftime(min(numbered.cancelled_at), '%Y%m%d') || '-'
    || md5(concat_ws(chr(31), actor_kind, actor, epoch_us(min(numbered.cancelled_at))))[:8]
        as bulk_id,
    actor,
    actor_kind,
    min(numbered.cancelled_at) as began_at,
    max(numbered.cancelled_at) as ended_at,
    count(*)::integer as sessions,
    count(distinct numbered.tutor_id)::integer as tutors,
    count(distinct numbered.student_id)::integer as students,
    count(*) filter (where numbered.in_late)::integer as late,
    any_value(stated.reason_code) as reason_code,
    list_sort(list_distinct(list(numbered.tutor_id))) as tutor_ids,
    list(numbered.session_id order by numbered.scheduled_start, numbered.session_id)
        as session_ids
from numbered
inner join stated using (actor_kind, actor, burst)
group by actor_kind, actor, burst
order by bulk_id
