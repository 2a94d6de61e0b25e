-- One row a session whose outcome may differ from the last build: named by a row that is news, an
-- older version of that row, or a decision; reached by time (its start, its settling, a
-- withdrawal, the end of a pending excuse); of a tutor whose zone is news; excused under a cap that
-- another session of its tutor may use up; or paired with a booking or cancellation that may cure
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
        )
),

waited_for as (
    select outcome.session_id
    from raw.contacts as contact
    inner join core.session_outcomes as outcome on contact.session_id = outcome.session_id
    inner join policy.terms as terms on outcome.variant = terms.variant
    where
        not $rebuild
        and contact.known_at <= $known_until
        and contact.contacted_at <= $known_until
        and contact.contacted_at
        + (select max(longest.pending_seconds) from policy.terms as longest) * interval 1 second
        > $last_known_until
        and contact.contacted_at + terms.pending_seconds * interval 1 second > $last_known_until
        and contact.contacted_at + terms.pending_seconds * interval 1 second <= $known_until
),

elsewhere as (
    select outcome.session_id
    from core.session_outcomes as outcome
    where
        not $rebuild
        and outcome.tutor_id in (
            select tutor.tutor_id from raw.tutors as tutor
            where
                tutor.known_at <= $known_until
                and (
                    tutor.delivery_id > $last_delivery_id
                    or tutor.known_at > $last_known_until
                )
        )
        and (
            exists (select 1 from policy.markets)
            or exists (
                select 1 from policy.amnesties as amnesty
                where amnesty.zones <> ''
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

news as (
    select session_id from news_sessions
    union
    select session_id from news_cancellations
    union
    select session_id from news_contacts
    union
    select session_id from given_elsewhere
    union
    select session_id from waited_for
    union
    select session_id from elsewhere
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

news_tutor as (
    select tutor_id from raw.sessions
    where $any_cap and session_id in (select news.session_id from news)
    union
    select tutor_id from raw.cancellations
    where $any_cap and session_id in (select news.session_id from news)
    union
    select tutor_id from core.session_outcomes
    where $any_cap and session_id in (select news.session_id from news)
),

named as (
    select session_id from news
    union
    select outcome.session_id
    from core.session_outcomes as outcome
    inner join policy.excuses as rule
        on outcome.variant = rule.variant and outcome.excuse_rule = rule.rule_no
    where
        not $rebuild
        and rule.capped
        and outcome.tutor_id in (select news_tutor.tutor_id from news_tutor)
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
    union
    select
        session.tutor_id,
        session.student_id,
        session.scheduled_start
    from raw.sessions as session
    where not $rebuild and session.session_id in (select named.session_id from named)
),

fallen_out as (
    select
        earlier.session_id,
        earlier.tutor_id,
        earlier.student_id,
        case
            when earlier.event in ('cancelled', 'rescheduled') then earlier.cancelled_at
            else coalesce(earlier.cancelled_at, earlier.scheduled_start)
        end as freed_at,
        terms.cure_same_tutor,
        terms.cure_seconds
    from core.session_outcomes as earlier
    inner join policy.terms as terms on earlier.variant = terms.variant
    inner join policy.outcomes as known
        on earlier.variant = known.variant and earlier.outcome = known.outcome
    where
        not $rebuild
        and terms.cure_seconds > 0
        and (known.curable or earlier.cured_by is not null)
)

select session_id from named
union
select fallen_out.session_id
from fallen_out
inner join moments as moment
    on
        fallen_out.student_id = moment.student_id
        and (not fallen_out.cure_same_tutor or fallen_out.tutor_id = moment.tutor_id)
        and fallen_out.freed_at <= moment.changed_at
        and fallen_out.freed_at
        >= moment.changed_at - fallen_out.cure_seconds * interval 1 second
