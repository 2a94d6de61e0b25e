-- One row a touched session: who ended it, with how much notice, and what it counts for.
-- An accepted excuse may give it another class; an agreed rebooking is a booking by the same
-- student soon after a session was cancelled or missed, each booking answering one; until it
-- settles, nothing counts.
-- Whether it counts as late is asked of the text in force tonight, which knows it by its name.

with touched as (
    select session_id from stage.touched_sessions
),

curable as (
    select
        judged.session_id,
        judged.tutor_id,
        judged.student_id,
        case
            when judged.event in ('cancelled', 'rescheduled') then judged.cancelled_at
            else coalesce(judged.cancelled_at, judged.scheduled_start)
        end as freed_at,
        judged.rescheduled_to_session_id,
        judged.agreed,
        terms.cure_seconds,
        terms.cure_same_tutor,
        terms.cure_needs_held
    from stage.judged_sessions as judged
    inner join policy.terms as terms on judged.variant = terms.variant
    left join stage.excuse_claims as claim
        on
            judged.session_id = claim.session_id
            and claim.excuse = 'accepted'
            and claim.to_outcome <> ''
    inner join policy.outcomes as known
        on
            judged.variant = known.variant
            and known.outcome = coalesce(claim.to_outcome, judged.outcome)
    where known.curable
),

cancelled_beside as (
    select
        session_id,
        tutor_id,
        student_id,
        freed_at
    from curable
    where freed_at is not null
    union all
    select
        earlier.session_id,
        earlier.tutor_id,
        earlier.student_id,
        case
            when earlier.event in ('cancelled', 'rescheduled') then earlier.cancelled_at
            else coalesce(earlier.cancelled_at, earlier.scheduled_start)
        end as freed_at
    from core.session_outcomes as earlier
    inner join policy.outcomes as known
        on earlier.variant = known.variant and earlier.outcome = known.outcome
    where
        (known.curable or earlier.cured_by is not null)
        and (
            earlier.cancelled_at is not null
            or earlier.event not in ('cancelled', 'rescheduled')
        )
        and earlier.session_id not in (select touched.session_id from touched)
),

answering as (
    select
        session_id,
        tutor_id,
        student_id,
        booked_at,
        first_value(status) over (
            partition by session_id
            order by updated_at desc nulls last, delivery_id desc, line desc
        ) = 'completed' as was_held
    from raw.sessions
    where
        known_at <= $known_until
        and session_id in (
            select named.session_id from raw.sessions as named
            where named.student_id in (select curable.student_id from curable)
            union
            select curable.rescheduled_to_session_id from curable
            where curable.agreed
        )
),

booking as (
    select
        session_id,
        tutor_id,
        student_id,
        was_held,
        min(booked_at) as booked_at
    from answering
    where booked_at is not null
    group by session_id, tutor_id, student_id, was_held
),

rebooking as (
    select
        curable.session_id,
        curable.freed_at,
        curable.tutor_id,
        curable.student_id,
        curable.cure_same_tutor,
        booking.session_id as rebooked_as,
        booking.booked_at,
        row_number() over (
            partition by curable.session_id
            order by booking.booked_at, booking.session_id
        ) as bookings_since
    from curable
    inner join booking
        on
            curable.student_id = booking.student_id
            and (not curable.cure_same_tutor or curable.tutor_id = booking.tutor_id)
            and (not curable.cure_needs_held or booking.was_held)
            and curable.session_id <> booking.session_id
            and curable.freed_at < booking.booked_at
            and curable.freed_at + curable.cure_seconds * interval 1 second
            >= booking.booked_at
),

answered as (
    select
        rebooking.session_id,
        rebooking.rebooked_as,
        rebooking.booked_at,
        rebooking.bookings_since
    from rebooking
    inner join cancelled_beside as beside
        on
            rebooking.student_id = beside.student_id
            and (not rebooking.cure_same_tutor or rebooking.tutor_id = beside.tutor_id)
            and (
                rebooking.freed_at < beside.freed_at
                or (
                    rebooking.freed_at = beside.freed_at
                    and rebooking.session_id <= beside.session_id
                )
            )
            and rebooking.booked_at > beside.freed_at
    group by
        rebooking.session_id,
        rebooking.rebooked_as,
        rebooking.booked_at,
        rebooking.bookings_since
    having rebooking.bookings_since >= count(*)
),

linked as (
    select
        session_id,
        rescheduled_to_session_id as rebooked_as
    from curable
    where
        agreed
        and (
            not cure_needs_held
            or rescheduled_to_session_id in (
                select answering.session_id from answering
                where answering.was_held
            )
        )
),

answer as (
    select
        session_id,
        arg_min(rebooked_as, bookings_since) as rebooked_as
    from answered
    group by session_id
),

cure as (
    select
        coalesce(linked.session_id, answer.session_id) as session_id,
        coalesce(linked.rebooked_as, answer.rebooked_as) as cured_by
    from linked
    full outer join answer on linked.session_id = answer.session_id
),

excused as (
    select
        judged.*,
        terms.policy_id,
        terms.policy_version,
        terms.timezone as variant_zone,
        terms.cure_outcome,
        terms.settle_seconds,
        coalesce(list_contains(terms.emergency_codes, judged.reason_code), false) as emergency,
        case
            when claim.excuse = 'accepted' and claim.to_outcome <> '' then claim.to_outcome
            else judged.outcome
        end as outcome_before_cure,
        coalesce(claim.excuse, 'none') as excuse,
        claim.rule_no as excuse_rule,
        case
            when claim.excuse in ('accepted', 'amnesty') then claim.meters
            when claim.excuse = 'pending' and not terms.pending_counts and claim.to_outcome <> ''
                then ['*']
            when claim.excuse = 'pending' and not terms.pending_counts then claim.meters
            else []
        end as excused_from
    from stage.judged_sessions as judged
    inner join policy.terms as terms on judged.variant = terms.variant
    left join stage.excuse_claims as claim on judged.session_id = claim.session_id
),

settled as (
    select
        excused.*,
        cure.cured_by,
        case
            when cure.cured_by is not null then excused.cure_outcome
            else excused.outcome_before_cure
        end as final_outcome,
        case
            when excused.settle_seconds > 0 and before_cure.settles
                then
                    coalesce(excused.cancelled_at, excused.scheduled_start)
                    + excused.settle_seconds * interval 1 second
            else null
        end as settles_at
    from excused
    left join cure on excused.session_id = cure.session_id
    left join policy.outcomes as before_cure
        on
            excused.variant = before_cure.variant
            and excused.outcome_before_cure = before_cure.outcome
),

weighed as (
    select
        settled.*,
        coalesce(own.weight, 1.0) as weight,
        list_contains(settled.excused_from, '*')
        or list_contains(settled.excused_from, tonight.rate_meter) as excused,
        coalesce(settled.settles_at > $known_until, false) as provisional,
        coalesce(counted.in_exposure, false) as belongs_in_exposure,
        coalesce(counted.in_late, false) as belongs_in_late
    from settled
    inner join policy.texts as text
        on
            settled.market = text.market
            and text.from_day <= $as_of
            and text.until_day > $as_of
    inner join policy.terms as tonight on text.variant = tonight.variant
    left join policy.outcomes as own
        on settled.variant = own.variant and settled.final_outcome = own.outcome
    left join policy.outcomes as counted
        on text.variant = counted.variant and settled.final_outcome = counted.outcome
)

select
    session_id,
    tutor_id,
    student_id,
    subject,
    booked_at,
    scheduled_start,
    earliest_start,
    session_day,
    (coalesce(cancelled_at, scheduled_start) at time zone variant_zone)::date as event_day,
    reported_at,
    duration_minutes,
    first_with_student,
    inside_availability,
    minutes_late,
    event,
    initiator,
    on_behalf_of,
    cancelled_at,
    notice_seconds / 3600.0 as notice_hours,
    notice,
    recorded_by,
    told_at,
    channel,
    reason_code,
    reason_text,
    emergency,
    blame,
    final_outcome as outcome,
    weight,
    is_late,
    excuse,
    excused,
    excused_from,
    excuse_rule,
    cured_by,
    settles_at,
    provisional,
    belongs_in_exposure and not excused and not provisional and session_day <= $as_of
        as in_exposure,
    belongs_in_late and not excused and not provisional and session_day <= $as_of as in_late,
    cancellation_rows::integer as cancellation_rows,
    policy_id,
    policy_version,
    variant,
    market,
    session_delivery,
    session_line,
    cancellation_delivery,
    cancellation_line
from weighed
