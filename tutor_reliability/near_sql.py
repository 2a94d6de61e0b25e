"""The statements by which `near` finds what a night can reach, in the order they are run."""

from tutor_reliability.places import hash_of
from tutor_reliability.tables import TABLES

ASKED_OF_OUTCOMES = ", ".join(
    dict.fromkeys(
        (
            *(one.name for one in TABLES["review.news"].columns if one.name != "sign"),
            *("scheduled_start", "event", "cancelled_at", "excuse_rule", "cured_by"),
            *("in_exposure", "in_late"),
        )
    )
)
"""What is asked of an outcome that may be replaced: by models, and by those it is told to."""

NEWS = """
create or replace temp table near_ids as
with longest as (select coalesce(max(pending_seconds), 0) as seconds from policy.terms)
select session_id from raw.sessions where delivery_id > $last_delivery_id
union
select session_id from raw.sessions
where known_at > $last_known_until and known_at <= $known_until
union
select session_id from near_events
union
select session_id from raw.cancellations
where withdrawn_at > $last_known_until and withdrawn_at <= $known_until
union
select session_id from raw.contacts
where contact_id in (
    select contact_id from raw.contacts
    where delivery_id > $last_delivery_id
        or (known_at > $last_known_until and known_at <= $known_until)
) and session_id is not null
union
select session_id from raw.contacts, longest
where session_id is not null and contacted_at <= $known_until
    and contacted_at + seconds * interval 1 second > $last_known_until
union
select session_id from review.decisions where session_id is not null
union
select session_id from core.session_outcomes
where session_day > $last_as_of and session_day <= $as_of
union
select session_id from core.session_outcomes
where settles_at > $last_known_until and settles_at <= $known_until
union
select session_id from core.session_outcomes where $any_cap and excuse_rule is not null
union
select session_id from core.session_outcomes
where tutor_id in (
    select tutor_id from raw.tutors
    where (
            delivery_id > $last_delivery_id
            or (known_at > $last_known_until and known_at <= $known_until)
        )
        and (
            exists (select 1 from policy.markets)
            or exists (select 1 from policy.amnesties where zones <> '')
        )
)
"""
REPLACED = """
insert into near_ids
select session_id from raw.cancellations
where rescheduled_to_session_id in (select session_id from near_ids)
    and session_id not in (select session_id from near_ids)
"""
MOMENTS = """
create or replace temp table near_spans as
with longest as (select coalesce(max(cure_seconds), 0) as seconds from policy.terms),
moment as (
    select student_id, unnest([booked_at, scheduled_start]) as changed_at
    from near_sessions where student_id is not null
    union all
    select session.student_id, cancellation.cancelled_at
    from near_cancellations as cancellation
    inner join near_sessions as session using (session_id)
    where session.student_id is not null
)
select
    student_id,
    min(changed_at) - any_value(seconds) * interval 1 second as since,
    max(changed_at) + any_value(seconds) * interval 1 second as until
from moment, longest
where seconds > 0 and changed_at is not null
group by student_id
"""
STUDENTS = f"""
create or replace temp table near_students as
select {hash_of("student_id")} as student_hash, min(since) as since from near_spans group by all
"""
ENDED = """
create or replace temp table near_ended as
select rowid as row_number from core.endings
where cancelled_at >= $recent and student_hash in (select student_hash from near_students)
union
select rowid from core.endings
where scheduled_start >= $recent and student_hash in (select student_hash from near_students)
union
select rowid from core.endings
where student_hash in (select student_hash from near_students where since < $recent)
"""
"""Endings of those students, as late as their spans reach: of few of them far back."""
ASKED_OF_ENDINGS = "session_id, student_id, event, cancelled_at, scheduled_start, outcome"
BESIDE = """
create or replace temp table near_beside as
select ending.session_id
from (
    select
        session_id,
        student_id,
        case
            when event in ('cancelled', 'rescheduled') then cancelled_at
            else coalesce(cancelled_at, scheduled_start)
        end as freed_at
    from near_endings
    where outcome in (
        select outcome from policy.outcomes where curable
        union
        select cure_outcome from policy.terms
    )
) as ending
inner join near_spans as span on ending.student_id = span.student_id
where ending.freed_at between span.since and span.until
"""
MORE_IDS = """
create or replace temp table near_more as
select session_id from near_beside
union
select rescheduled_to_session_id from near_cancellations
where rescheduled_to_session_id is not null
except
select session_id from near_ids
"""
FORGET = """
delete from core.session_outcomes
where rowid in (
    select row_number from near_outcomes where session_id in (select session_id from {touched})
)
and session_id in (select session_id from {touched})
"""
FORGET_MOVED = """
delete from core.session_outcomes
where session_id in (
    select session_id from near_outcomes where session_id in (select session_id from {touched})
)
"""
GONE = "select row_number from near_outcomes where session_id in (select session_id from {touched})"
FREED = """
create or replace temp table near_spans as
select
    judged.student_id,
    case
        when judged.event in ('cancelled', 'rescheduled') then judged.cancelled_at
        else coalesce(judged.cancelled_at, judged.scheduled_start)
    end as since,
    since + terms.cure_seconds * interval 1 second as until
from stage.judged_sessions as judged
inner join policy.terms as terms on judged.variant = terms.variant
left join stage.excuse_claims as claim
    on judged.session_id = claim.session_id and claim.excuse = 'accepted'
    and claim.to_outcome <> ''
inner join policy.outcomes as known
    on judged.variant = known.variant
    and known.outcome = coalesce(claim.to_outcome, judged.outcome)
where known.curable and judged.student_id is not null and since is not null
"""
BOOKED = """
create or replace temp table near_more as
select distinct session.session_id
from {sessions} as session
inner join near_spans as span
    on session.student_id = span.student_id
    and session.booked_at > span.since and session.booked_at <= span.until
where session.booked_at > $since and session.booked_at <= $until
    and session.session_id not in (select session_id from near_sessions)
"""
BOOKED_EVER = """
create or replace temp table near_more as
select distinct session.session_id
from raw.sessions as session
inner join near_spans as span
    on
        session.student_id = span.student_id
        and session.booked_at > span.since
        and session.booked_at <= span.until
union
select judged.rescheduled_to_session_id
from stage.judged_sessions as judged
where judged.agreed and judged.rescheduled_to_session_id is not null
"""
