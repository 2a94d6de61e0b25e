-- One row a touched session: whose doing it was and what the policy calls it, before excuses and
-- agreed rebookings. Sessions alike in everything a rule can ask share a pattern; each pattern is
-- held against the policy's rules once, and the first rule that matches decides.

with fact as (
    select
        session_fact.*,
        coalesce(session_fact.initiator, '') as by_whom,
        coalesce(session_fact.on_behalf_of, 'none') as for_whom,
        coalesce(session_fact.channel, '') as said_where,
        coalesce(session_fact.reason_code, '') as said_why,
        coalesce(session_fact.kind, '') as session_kind,
        coalesce(session_fact.inside_availability::integer, -1) as inside,
        coalesce(session_fact.first_with_student::integer, -1) as is_first,
        coalesce(band.band, -1) as notice_band,
        coalesce(band.from_seconds, 0) as from_seconds,
        coalesce(band.below_seconds, 0) as below_seconds
    from stage.session_facts as session_fact
    left join policy.notice_bands as band
        on
            session_fact.notice_seconds >= band.from_seconds
            and session_fact.notice_seconds < band.below_seconds
            and (
                session_fact.notice = 'exact'
                or (session_fact.notice = 'uncertain' and $uncertain_is_late)
            )
),

pattern as (
    select distinct
        event,
        by_whom,
        for_whom,
        said_where,
        said_why,
        session_kind,
        inside,
        is_first,
        notice_band,
        from_seconds,
        below_seconds
    from fact
),

numbered as (
    select
        pattern.*,
        row_number() over (
            order by
                event,
                by_whom,
                for_whom,
                said_where,
                said_why,
                session_kind,
                inside,
                is_first,
                notice_band
        ) as pattern_no
    from pattern
),

met as (
    select
        numbered.pattern_no,
        condition.kind,
        condition.rule_no,
        condition.result,
        condition.blames
    from numbered
    inner join policy.conditions as condition
        on
            (len(condition.events) = 0 or list_contains(condition.events, numbered.event))
            and (
                len(condition.initiators) = 0
                or list_contains(condition.initiators, numbered.by_whom)
            )
            and (
                len(condition.on_behalf_of) = 0
                or list_contains(condition.on_behalf_of, numbered.for_whom)
            )
            and (
                len(condition.channels) = 0
                or list_contains(condition.channels, numbered.said_where)
            )
            and (len(condition.reasons) = 0 or list_contains(condition.reasons, numbered.said_why))
            and (
                len(condition.session_kinds) = 0
                or list_contains(condition.session_kinds, numbered.session_kind)
            )
            and (
                condition.inside_availability is null
                or condition.inside_availability::integer = numbered.inside
            )
            and (
                condition.first_with_student is null
                or condition.first_with_student::integer = numbered.is_first
            )
            and (not condition.notice_unknown or numbered.notice_band = -1)
            and (
                condition.notice_from is null
                or (numbered.notice_band >= 0 and numbered.from_seconds >= condition.notice_from)
            )
            and (
                condition.notice_below is null
                or (numbered.notice_band >= 0 and numbered.below_seconds <= condition.notice_below)
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
)

select
    fact.session_id,
    fact.tutor_id,
    fact.student_id,
    fact.subject,
    fact.booked_at,
    fact.scheduled_start,
    fact.earliest_start,
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
    fact.channel,
    fact.reason_code,
    fact.reason_text,
    fact.recorded_by,
    fact.told_at,
    fact.reported_at,
    fact.rescheduled_to_session_id,
    fact.cancellation_rows,
    fact.session_delivery,
    fact.session_line,
    fact.cancellation_delivery,
    fact.cancellation_line,
    blamed.blame,
    case
        when fact.event in ('upcoming', 'unreported') then fact.event
        else coalesce(named.outcome, 'unclassified')
    end as outcome,
    fact.event in ('cancelled', 'rescheduled')
    and fact.notice_band >= 0
    and fact.notice_seconds < $line_seconds as is_late
from fact
inner join numbered
    on
        fact.event = numbered.event
        and fact.by_whom = numbered.by_whom
        and fact.for_whom = numbered.for_whom
        and fact.said_where = numbered.said_where
        and fact.said_why = numbered.said_why
        and fact.session_kind = numbered.session_kind
        and fact.inside = numbered.inside
        and fact.is_first = numbered.is_first
        and fact.notice_band = numbered.notice_band
inner join blamed on numbered.pattern_no = blamed.pattern_no
left join named on numbered.pattern_no = named.pattern_no
