-- One row a touched session: whose doing it was and what the policy calls it, before excuses and
-- agreed rebookings. Sessions alike in everything a rule can ask share a pattern; each pattern is
-- held against the rules of its text once, and the first rule that matches decides.

with asked_recorder as (
    select distinct unnest(recorded_by) as recorded_by
    from policy.conditions
),

asked as (
    select
        coalesce(bool_or(len(weekdays) > 0), false) as weekday,
        coalesce(bool_or(agreed is not null), false) as agreed
    from policy.conditions
),

fact as (
    select
        session_fact.*,
        coalesce(session_fact.initiator, '') as by_whom,
        coalesce(session_fact.on_behalf_of, 'none') as for_whom,
        coalesce(session_fact.channel, '') as said_where,
        coalesce(session_fact.reason_code, 'none') as said_why,
        coalesce(session_fact.kind, '') as session_kind,
        coalesce(asked_recorder.recorded_by, '') as keyed_by,
        case
            when not asked.weekday then ''
            when isodow(session_fact.session_day) = 1 then 'mon'
            when isodow(session_fact.session_day) = 2 then 'tue'
            when isodow(session_fact.session_day) = 3 then 'wed'
            when isodow(session_fact.session_day) = 4 then 'thu'
            when isodow(session_fact.session_day) = 5 then 'fri'
            when isodow(session_fact.session_day) = 6 then 'sat'
            else 'sun'
        end as weekday,
        (
            3 * coalesce(session_fact.inside_availability::integer, 2)
            + coalesce(session_fact.first_with_student::integer, 2)
        ) * 2 + (asked.agreed and session_fact.agreed)::integer as switches,
        coalesce(notice_band.band, -1) as notice_band,
        coalesce(lateness_band.band, -1) as lateness_band,
        coalesce(booking_band.band, -1) as booking_band
    from stage.session_facts as session_fact
    cross join asked
    left join asked_recorder on session_fact.recorded_by = asked_recorder.recorded_by
    left join policy.terms as terms on session_fact.variant = terms.variant
    left join policy.bands as notice_band
        on
            session_fact.variant = notice_band.variant
            and notice_band.axis = 'notice'
            and session_fact.notice_seconds >= notice_band.from_seconds
            and session_fact.notice_seconds < notice_band.below_seconds
            and (
                session_fact.notice = 'exact'
                or (session_fact.notice = 'uncertain' and terms.uncertain_is_late)
            )
    left join policy.bands as lateness_band
        on
            session_fact.variant = lateness_band.variant
            and lateness_band.axis = 'lateness'
            and session_fact.minutes_late * 60 >= lateness_band.from_seconds
            and session_fact.minutes_late * 60 < lateness_band.below_seconds
    left join policy.bands as booking_band
        on
            session_fact.variant = booking_band.variant
            and booking_band.axis = 'since_booking'
            and epoch_us(session_fact.cancelled_at) - epoch_us(session_fact.booked_at)
            >= booking_band.from_seconds * 1000000
            and epoch_us(session_fact.cancelled_at) - epoch_us(session_fact.booked_at)
            < booking_band.below_seconds * 1000000
),

pattern as (
    select distinct
        variant,
        event,
        by_whom,
        for_whom,
        said_where,
        said_why,
        session_kind,
        keyed_by,
        weekday,
        switches,
        notice_band,
        lateness_band,
        booking_band
    from fact
),

numbered as (
    select
        pattern.*,
        row_number() over (
            order by
                variant,
                event,
                by_whom,
                for_whom,
                said_where,
                said_why,
                session_kind,
                keyed_by,
                weekday,
                switches,
                notice_band,
                lateness_band,
                booking_band
        ) as pattern_no
    from pattern
),

edged as (
    select
        numbered.*,
        notice_band.from_seconds as notice_from,
        notice_band.below_seconds as notice_below,
        lateness_band.from_seconds as lateness_from,
        lateness_band.below_seconds as lateness_below,
        booking_band.from_seconds as since_booking_from,
        booking_band.below_seconds as since_booking_below
    from numbered
    left join policy.bands as notice_band
        on
            numbered.variant = notice_band.variant
            and notice_band.axis = 'notice'
            and numbered.notice_band = notice_band.band
    left join policy.bands as lateness_band
        on
            numbered.variant = lateness_band.variant
            and lateness_band.axis = 'lateness'
            and numbered.lateness_band = lateness_band.band
    left join policy.bands as booking_band
        on
            numbered.variant = booking_band.variant
            and booking_band.axis = 'since_booking'
            and numbered.booking_band = booking_band.band
),

met as (
    select
        edged.pattern_no,
        condition.kind,
        condition.rule_no,
        condition.result,
        condition.blames
    from edged
    inner join policy.conditions as condition
        on
            edged.variant = condition.variant
            and (len(condition.events) = 0 or list_contains(condition.events, edged.event))
            and (
                len(condition.initiators) = 0
                or list_contains(condition.initiators, edged.by_whom)
            )
            and (
                len(condition.on_behalf_of) = 0
                or list_contains(condition.on_behalf_of, edged.for_whom)
            )
            and (
                len(condition.channels) = 0
                or list_contains(condition.channels, edged.said_where)
            )
            and (len(condition.reasons) = 0 or list_contains(condition.reasons, edged.said_why))
            and (
                len(condition.session_kinds) = 0
                or list_contains(condition.session_kinds, edged.session_kind)
            )
            and (
                len(condition.recorded_by) = 0
                or list_contains(condition.recorded_by, edged.keyed_by)
            )
            and (len(condition.weekdays) = 0 or list_contains(condition.weekdays, edged.weekday))
            and (
                condition.inside_availability is null
                or condition.inside_availability::integer = edged.switches // 6
            )
            and (
                condition.first_with_student is null
                or condition.first_with_student::integer = (edged.switches // 2) % 3
            )
            and (condition.agreed is null or condition.agreed::integer = edged.switches % 2)
            and (not condition.notice_unknown or edged.notice_band = -1)
            and (
                condition.notice_from is null
                or coalesce(edged.notice_from >= condition.notice_from, false)
            )
            and (
                condition.notice_below is null
                or coalesce(edged.notice_below <= condition.notice_below, false)
            )
            and (
                condition.lateness_from is null
                or coalesce(edged.lateness_from >= condition.lateness_from, false)
            )
            and (
                condition.lateness_below is null
                or coalesce(edged.lateness_below <= condition.lateness_below, false)
            )
            and (
                condition.since_booking_from is null
                or coalesce(edged.since_booking_from >= condition.since_booking_from, false)
            )
            and (
                condition.since_booking_below is null
                or coalesce(edged.since_booking_below <= condition.since_booking_below, false)
            )
),

blamed as (
    select
        numbered.pattern_no,
        numbered.event,
        case
            when numbered.event in ('completed', 'upcoming', 'unreported') then 'none'
            when numbered.event = 'no_show_student' then 'student'
            else arg_min(met.result, met.rule_no)
        end as blame
    from numbered
    inner join met on numbered.pattern_no = met.pattern_no and met.kind = 'fault'
    group by numbered.pattern_no, numbered.event
),

named as (
    select
        met.pattern_no,
        arg_min(met.result, met.rule_no) as outcome
    from met
    inner join blamed on met.pattern_no = blamed.pattern_no
    where
        met.kind = 'class'
        and (len(met.blames) = 0 or list_contains(met.blames, blamed.blame))
    group by met.pattern_no
),

verdict as (
    select
        numbered.*,
        blamed.blame,
        case
            when numbered.event in ('upcoming', 'unreported') then numbered.event
            else coalesce(named.outcome, 'unclassified')
        end as outcome
    from numbered
    inner join blamed on numbered.pattern_no = blamed.pattern_no
    left join named on numbered.pattern_no = named.pattern_no
)

select
    fact.session_id,
    fact.tutor_id,
    fact.student_id,
    fact.subject,
    fact.booked_at,
    fact.scheduled_start,
    fact.earliest_start,
    fact.session_day,
    fact.duration_minutes,
    fact.first_with_student,
    fact.inside_availability,
    fact.minutes_late,
    fact.event,
    fact.initiator,
    fact.on_behalf_of,
    fact.cancelled_at,
    fact.notice_seconds,
    fact.notice,
    fact.recorded_by,
    fact.told_at,
    fact.channel,
    fact.reason_code,
    fact.reason_text,
    fact.rescheduled_to_session_id,
    fact.agreed,
    fact.cancellation_rows,
    fact.reported_at,
    fact.variant,
    fact.market,
    fact.tutor_zone,
    fact.session_delivery,
    fact.session_line,
    fact.cancellation_delivery,
    fact.cancellation_line,
    verdict.blame,
    verdict.outcome,
    fact.event in ('cancelled', 'rescheduled')
    and fact.notice_band >= 0
    and fact.notice_seconds < terms.line_seconds as is_late
from fact
inner join verdict
    on
        fact.variant = verdict.variant
        and fact.event = verdict.event
        and fact.by_whom = verdict.by_whom
        and fact.for_whom = verdict.for_whom
        and fact.said_where = verdict.said_where
        and fact.said_why = verdict.said_why
        and fact.session_kind = verdict.session_kind
        and fact.keyed_by = verdict.keyed_by
        and fact.weekday = verdict.weekday
        and fact.switches = verdict.switches
        and fact.notice_band = verdict.notice_band
        and fact.lateness_band = verdict.lateness_band
        and fact.booking_band = verdict.booking_band
inner join policy.terms as terms on fact.variant = terms.variant
