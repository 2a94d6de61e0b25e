-- One row a touched session: who ended it, with how much notice, and what it counts for.
-- An excuse is said through the right channel in time; an agreed rebooking is a booking by the same
-- student soon after, each booking answering one cancellation; until it settles, nothing counts.

with touched as (
    select session_id from stage.touched_sessions
),

newest_contact as (
    select contact.*
    from raw.contacts as contact
    where
        contact.known_at <= $known_until
        and contact.contact_id in (
            select named.contact_id from raw.contacts as named
            where named.session_id in (select touched.session_id from touched)
        )
    qualify
        row_number() over (
            partition by contact.contact_id
            order by contact.decided_at desc nulls last, contact.delivery_id desc, contact.line desc
        ) = 1
),

message as (
    select
        contact.session_id,
        contact.contacted_at as said_at,
        contact.channel,
        contact.reason_code,
        contact.emergency,
        contact.decision,
        contact.contact_id as message_id,
        true as to_support
    from newest_contact as contact
    where contact.session_id in (select touched.session_id from touched)
    union all
    select
        session_id,
        cancelled_at as said_at,
        channel,
        reason_code,
        null as emergency,
        null as decision,
        '' as message_id,
        false as to_support
    from stage.judged_sessions
    where cancelled_at is not null and channel is not null
),

excuse as (
    select
        judged.session_id,
        case
            when not rule.needs_decision then 'accepted'
            when message.decision in ('accepted', 'rejected') then message.decision
            when message.said_at + $pending_seconds * interval 1 second > $known_until
                then 'pending'
            else 'none'
        end as excuse,
        rule.rule_no,
        rule.from_rate,
        rule.meters
    from stage.judged_sessions as judged
    inner join message on judged.session_id = message.session_id
    inner join policy.excuses as rule
        on
            list_contains(rule.outcomes, judged.outcome)
            and (message.to_support or not rule.needs_decision)
            and (
                len(rule.reasons) = 0
                or list_contains(
                    rule.reasons, coalesce(message.reason_code, judged.reason_code, '')
                )
            )
            and (len(rule.channels) = 0 or list_contains(rule.channels, message.channel))
            and (
                rule.emergency is null
                or rule.emergency
                = coalesce(
                    message.emergency,
                    list_contains(
                        $emergency_codes, coalesce(message.reason_code, judged.reason_code, '')
                    )
                )
            )
    where message.said_at <= judged.scheduled_start + $contact_within_seconds * interval 1 second
    qualify
        row_number() over (
            partition by judged.session_id
            order by
                case excuse
                    when 'accepted' then 0
                    when 'pending' then 1
                    when 'rejected' then 2
                    else 3
                end,
                rule.rule_no,
                message.said_at,
                message.message_id
        ) = 1
),

granted as (
    select distinct session_id
    from review.decisions
    where action = 'excuse' and effective_on <= $as_of
),

curable as (
    select
        judged.session_id,
        judged.tutor_id,
        judged.student_id,
        judged.cancelled_at
    from stage.judged_sessions as judged
    inner join policy.outcomes as outcome on judged.outcome = outcome.outcome
    where outcome.curable and judged.cancelled_at is not null
),

cancelled_beside as (
    select
        session_id,
        tutor_id,
        student_id,
        cancelled_at
    from curable
    union all
    select
        earlier.session_id,
        earlier.tutor_id,
        earlier.student_id,
        earlier.cancelled_at
    from core.session_outcomes as earlier
    inner join policy.outcomes as outcome on earlier.outcome = outcome.outcome
    where
        (outcome.curable or earlier.cured_by is not null)
        and earlier.cancelled_at is not null
        and earlier.session_id not in (select touched.session_id from touched)
),

booking as (
    select
        session_id,
        tutor_id,
        student_id,
        min(booked_at) as booked_at
    from raw.sessions
    where
        known_at <= $known_until
        and booked_at is not null
        and student_id in (select curable.student_id from curable)
    group by session_id, tutor_id, student_id
),

rebooking as (
    select
        curable.session_id,
        curable.cancelled_at,
        curable.tutor_id,
        curable.student_id,
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
            and (not $cure_same_tutor or curable.tutor_id = booking.tutor_id)
            and curable.session_id <> booking.session_id
            and curable.cancelled_at < booking.booked_at
            and curable.cancelled_at + $cure_seconds * interval 1 second >= booking.booked_at
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
            and (not $cure_same_tutor or rebooking.tutor_id = beside.tutor_id)
            and (
                rebooking.cancelled_at < beside.cancelled_at
                or (
                    rebooking.cancelled_at = beside.cancelled_at
                    and rebooking.session_id <= beside.session_id
                )
            )
            and rebooking.booked_at > beside.cancelled_at
    group by
        rebooking.session_id,
        rebooking.rebooked_as,
        rebooking.booked_at,
        rebooking.bookings_since
    having rebooking.bookings_since >= count(*)
),

linked as (
    select
        judged.session_id,
        judged.rescheduled_to_session_id as rebooked_as
    from stage.judged_sessions as judged
    inner join policy.outcomes as outcome on judged.outcome = outcome.outcome
    where
        outcome.curable
        and judged.rescheduled_to_session_id in (
            select session.session_id from raw.sessions as session
            where session.known_at <= $known_until
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

settled as (
    select
        judged.*,
        (judged.scheduled_start at time zone $timezone)::date as session_day,
        cure.cured_by,
        case
            when cure.cured_by is not null then $cure_outcome
            else judged.outcome
        end as final_outcome,
        case
            when granted.session_id is not null then 'accepted'
            else coalesce(excuse.excuse, 'none')
        end as excuse,
        granted.session_id is not null or coalesce(excuse.from_rate, false) as from_rate,
        case when granted.session_id is null then excuse.rule_no else null end as excuse_rule,
        case
            when granted.session_id is not null then ['*']
            when excuse.excuse = 'accepted' then excuse.meters
            else []
        end as excused_from,
        case
            when $settle_seconds > 0 and before_cure.settles
                then
                    coalesce(judged.cancelled_at, judged.scheduled_start)
                    + $settle_seconds * interval 1 second
            else null
        end as settles_at
    from stage.judged_sessions as judged
    left join cure on judged.session_id = cure.session_id and $cure_seconds > 0
    left join excuse on judged.session_id = excuse.session_id
    left join granted on judged.session_id = granted.session_id
    left join policy.outcomes as before_cure on judged.outcome = before_cure.outcome
),

weighed as (
    select
        settled.*,
        settled.excuse = 'accepted' and settled.from_rate as excused,
        coalesce(settled.settles_at > $known_until, false) as provisional,
        coalesce(outcome.in_exposure, false) as belongs_in_exposure,
        coalesce(outcome.in_late, false) as belongs_in_late
    from settled
    left join policy.outcomes as outcome on settled.final_outcome = outcome.outcome
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
    (coalesce(cancelled_at, scheduled_start) at time zone $timezone)::date as event_day,
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
    coalesce(list_contains($emergency_codes, reason_code), false) as emergency,
    blame,
    final_outcome as outcome,
    1.0 as weight,
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
    $policy_id as policy_id,
    $policy_version as policy_version,
    0 as variant,
    '' as market,
    session_delivery,
    session_line,
    cancellation_delivery,
    cancellation_line
from weighed
