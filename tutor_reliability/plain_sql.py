"""The statements by which `plain` tells sessions of which one row says all, in their order."""

_ID = "hash(session_id)"
ODD = f"""
create or replace temp table plain_odd as
select {_ID} as session_hash from raw.sessions group by session_hash having count(*) > 1
union
select {_ID} from raw.cancellations
union
select {_ID} from raw.contacts where session_id is not null
union
select {_ID} from review.decisions where session_id is not null
union
select {_ID} from raw.sessions where known_at > $known_until
"""  # noqa: S608 -- our own names
MARKETS = """
create or replace temp table plain_markets as
with roster as (
    select tutor_id, timezone from raw.tutors
    where known_at <= $known_until
    qualify row_number() over (partition by tutor_id order by delivery_id desc, line desc) = 1
)
select roster.tutor_id, arg_min(market.market, market.rank) as market
from roster
inner join policy.markets as market on regexp_matches(roster.timezone, market.pattern)
group by roster.tutor_id
"""
TEXTS = """
create or replace temp table plain_texts as
select
    row_number() over () as place, text.market, text.from_day, text.until_day,
    terms.timezone as zone, terms.settle_seconds,
    (select coalesce(bool_or(len(weekdays) > 0), false) from policy.conditions) as asks_weekday
from policy.texts as text
inner join policy.terms as terms on text.variant = terms.variant
"""
_SEEN = f"""
select
    session.*,
    if(text.zone = $timezone, start_day, (scheduled_start at time zone text.zone)::date)
    as session_day,
    case
        when coalesce(minutes_late, 0) between 0 and 1000000
        then (((((
            (text.place * 8 + if(asks_weekday, isodow(session_day), 0)) * 3
            + coalesce(first_with_student::integer, 2)) * 3
            + coalesce(inside_availability::integer, 2)) * 3
            + if(kind is null, 2, list_position(['regular', 'trial'], kind) - 1)) * 6
            + list_position(['scheduled', 'completed', 'cancelled', 'interrupted',
                'no_show_tutor', 'no_show_student'], status) - 1) * 2
            + (scheduled_start > $known_until)::integer) * 1000002
            + coalesce(minutes_late + 1, 0)
        else null
    end as pattern
from (
    select
        rowid as row_number, *,
        (scheduled_start at time zone $timezone)::date as start_day
    from raw.sessions
    where
        {_ID} not in (select session_hash from plain_odd)
        and rowid >= $first and rowid < $until
) as session
left join plain_markets as market on session.tutor_id = market.tutor_id
inner join plain_texts as text
    on
        coalesce(market.market, '') = text.market
        and if($by_text_of_tonight, $as_of, start_day) >= text.from_day
        and if($by_text_of_tonight, $as_of, start_day) < text.until_day
"""  # noqa: S608 -- our own names
PATTERNS = f"""
create or replace temp table plain_patterns as
select pattern, min(row_number) as row_number from ({_SEEN}) group by pattern
"""  # noqa: S608 -- our own names
EXAMPLES = """
create or replace temp table near_sessions as
select * from raw.sessions
where rowid in (select row_number from plain_patterns where pattern is not null)
"""
BATCHES = f"""
create or replace temp table near_batches as
with odd as (
    select row_number, session_hash, row_number() over (order by row_number) - 1 as place
    from (select rowid as row_number, {_ID} as session_hash from raw.sessions)
    where session_hash in (select session_hash from plain_odd)
)
select row_number, min(place) over (partition by session_hash) // $rows as batch from odd
"""  # noqa: S608 -- our own names
ONE_BATCH = f"""
create or replace temp table near_sessions as
select * from raw.sessions where {_ID} in (select session_hash from plain_odd)
"""  # noqa: S608 -- our own names
VERDICTS = """
create or replace temp table plain_verdicts as
select
    seen.pattern,
    judged.* exclude (
        session_id, tutor_id, student_id, subject, booked_at, scheduled_start, earliest_start,
        session_day, event_day, reported_at, duration_minutes, minutes_late, first_with_student,
        inside_availability, settles_at, provisional, in_exposure, in_late, session_delivery,
        session_line,
        on_behalf_of, cancelled_at, notice_hours, recorded_by, told_at, channel, reason_code,
        reason_text, excuse_rule, cured_by, cancellation_delivery, cancellation_line
    ),
    if(own.settles and terms.settle_seconds > 0, terms.settle_seconds, null) as settle_seconds,
    coalesce(counted.in_exposure, false) as belongs_in_exposure,
    coalesce(counted.in_late, false) as belongs_in_late
from plain_judged as judged
inner join raw.sessions as session
    on judged.session_delivery = session.delivery_id and judged.session_line = session.line
inner join plain_patterns as seen on session.rowid = seen.row_number
inner join policy.terms as terms on judged.variant = terms.variant
inner join policy.texts as text
    on judged.market = text.market and text.from_day <= $as_of and text.until_day > $as_of
left join policy.outcomes as own
    on judged.variant = own.variant and judged.outcome = own.outcome
left join policy.outcomes as counted
    on text.variant = counted.variant and judged.outcome = counted.outcome
where
    seen.pattern is not null
    and judged.excuse = 'none'
    and judged.cured_by is null
    and not coalesce(own.curable, false)
    and not exists (
        select 1 from policy.amnesties as amnesty
        where amnesty.variant = judged.variant
            and list_contains(amnesty.outcomes, judged.outcome)
    )
"""
WITHOUT = """
select count(*) from plain_patterns
where pattern is null or pattern not in (select pattern from plain_verdicts)
"""
UNLIKE = f"""
insert into plain_odd
select {_ID} from ({_SEEN})
where pattern is null or pattern not in (select pattern from plain_verdicts)
"""  # noqa: S608 -- our own names
FILL = f"""
insert into core.session_outcomes by name
select
    session.session_id, session.tutor_id, session.student_id, session.subject,
    session.booked_at, session.scheduled_start,
    least(session.scheduled_start, session.original_start) as earliest_start,
    session.session_day, session.session_day as event_day, session.known_at as reported_at,
    session.duration_minutes, session.minutes_late, session.first_with_student,
    session.inside_availability,
    session.scheduled_start + verdict.settle_seconds * interval 1 second as settles_at,
    coalesce(settles_at > $known_until, false) as provisional,
    verdict.belongs_in_exposure and not verdict.excused and not provisional
    and session.session_day <= $as_of as in_exposure,
    verdict.belongs_in_late and not verdict.excused and not provisional
    and session.session_day <= $as_of as in_late,
    session.delivery_id as session_delivery, session.line as session_line,
    verdict.* exclude (pattern, settle_seconds, belongs_in_exposure, belongs_in_late)
from ({_SEEN}) as session
inner join plain_verdicts as verdict on session.pattern = verdict.pattern
"""  # noqa: S608 -- our own names
