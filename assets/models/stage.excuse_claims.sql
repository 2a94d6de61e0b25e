-- One row a touched session that somebody excuses, an amnesty covers, or that claims an excuse: how
-- that stands, before caps. A person's word comes first, then an amnesty, then the best that any
-- message and rule give; a message is a word to support, or the cancellation itself.

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

granted as (
    select distinct decision.session_id
    from review.decisions as decision
    where decision.action = 'excuse' and decision.effective_on <= $as_of
),

covered as (
    select distinct judged.session_id
    from stage.judged_sessions as judged
    inner join policy.amnesties as amnesty
        on
            judged.variant = amnesty.variant
            and list_contains(amnesty.outcomes, judged.outcome)
            and judged.session_day >= amnesty.first_day
            and judged.session_day <= amnesty.last_day
            and (
                amnesty.zones = ''
                or coalesce(regexp_matches(judged.tutor_zone, amnesty.zones), false)
            )
            and (
                len(amnesty.reasons) = 0
                or list_contains(amnesty.reasons, coalesce(judged.reason_code, 'none'))
            )
),

claim as (
    select
        judged.session_id,
        case
            when not rule.needs_decision then 'accepted'
            when message.decision in ('accepted', 'rejected') then message.decision
            when message.said_at + terms.pending_seconds * interval 1 second > $known_until
                then 'pending'
            else 'none'
        end as excuse,
        rule.rule_no,
        rule.meters,
        rule.to_outcome,
        rule.capped
    from stage.judged_sessions as judged
    inner join message on judged.session_id = message.session_id
    inner join policy.terms as terms on judged.variant = terms.variant
    inner join policy.excuses as rule
        on
            judged.variant = rule.variant
            and list_contains(rule.outcomes, judged.outcome)
            and (message.to_support or not rule.needs_decision)
            and (
                len(rule.reasons) = 0
                or list_contains(
                    rule.reasons, coalesce(message.reason_code, judged.reason_code, 'none')
                )
            )
            and (len(rule.channels) = 0 or list_contains(rule.channels, message.channel))
            and (
                rule.emergency is null
                or rule.emergency
                = coalesce(
                    message.emergency,
                    list_contains(
                        terms.emergency_codes,
                        coalesce(message.reason_code, judged.reason_code, '')
                    )
                )
            )
            and message.said_at
            <= judged.scheduled_start + rule.told_within_seconds * interval 1 second
            and (
                rule.told_before_seconds is null
                or message.said_at
                <= judged.scheduled_start - rule.told_before_seconds * interval 1 second
            )
    where
        judged.session_id not in (select granted.session_id from granted)
        and judged.session_id not in (select covered.session_id from covered)
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
)

select
    session_id,
    excuse,
    rule_no,
    meters,
    to_outcome,
    capped
from claim
union all
select
    session_id,
    'accepted' as excuse,
    null as rule_no,
    ['*'] as meters,
    '' as to_outcome,
    false as capped
from granted
where session_id in (select touched.session_id from touched)
union all
select
    session_id,
    'amnesty' as excuse,
    null as rule_no,
    ['*'] as meters,
    '' as to_outcome,
    false as capped
from covered
where session_id not in (select granted.session_id from granted)
