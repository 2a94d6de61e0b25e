"""Each tutor's first sessions that took place, by day: how many it takes to be no longer new.

Only the first few are kept, with some to spare for those that a correction takes away again; a
tutor who lacks some nonetheless is looked up in the outcomes.
"""

from datetime import date

from tutor_reliability.standing.asked import Asked
from tutor_reliability.warehouse import Opened

_SPARE = 3
"""So many times as many are kept as are asked for."""
_DAYS = 60
"""How far after a tutor's first day all first sessions are looked for at once."""


def _took_place(session: str) -> str:
    """Write that a session took place, by what it is called in the statement."""
    return (
        f"{session}.tutor_id is not null and not {session}.provisional "
        f"and list_contains($kept, {session}.outcome)"
    )


_STARTS = f"""
create or replace temp table taught_starts as
select session.tutor_id, min(session.session_day) as day, count(*) as sessions
from core.session_outcomes as session where {_took_place("session")} group by session.tutor_id
"""  # noqa: S608 - pieces of this file alone
_FIRST_DAYS = f"""
create or replace temp table taught_days as
select session.tutor_id, session.outcome, session.session_day as day, count(*)::integer as sessions
from core.session_outcomes as session
inner join taught_starts as start
    on session.tutor_id = start.tutor_id and session.session_day <= start.day + {_DAYS}
where {_took_place("session")}
group by all
"""  # noqa: S608 - pieces of this file alone
_KNOWN_UNTIL = f"""
create or replace temp table taught_limits as
select start.tutor_id, start.day + {_DAYS} as day, sum(known.sessions) as known
from taught_starts as start
inner join taught_days as known on start.tutor_id = known.tutor_id
group by all having sum(known.sessions) < any_value(start.sessions)
"""  # noqa: S608 - pieces of this file alone
_CHANGES = f"""
create or replace temp table taught_changes as
select news.tutor_id, news.outcome, news.session_day as day, sum(news.sign)::integer as sessions
from news_changed as news
left join review.taught_until as known on news.tutor_id = known.tutor_id
where {_took_place("news")}
    and (known.day is null or news.session_day <= known.day)
group by all having sum(news.sign) <> 0
"""  # noqa: S608 - pieces of this file alone
"""What changed among the first sessions: of most tutors, nothing. Later ones make nobody new."""
_NEWS_OF = """
insert into news_of
with counted as (
    select tutor_id, day, sum(sessions) over (partition by tutor_id order by day) as upto
    from review.taught where tutor_id in (select tutor_id from taught_changes)
),
reached as (
    select tutor_id, min(day) as day from counted where upto >= $first group by tutor_id
)
select change.tutor_id
from taught_changes as change
left join reached on change.tutor_id = reached.tutor_id
where reached.day is null or change.day <= reached.day
union
select tutor_id from review.taught where day > $last and day <= $as_of
"""
_NEWS_OF_ANY = f"""
insert into news_of
select news.tutor_id
from review.news as news
left join (
    select tutor_id, max(greatest(session_day, event_day, reported_at::date + 1)) as day
    from review.incidents group by tutor_id
) as incident on news.tutor_id = incident.tutor_id
where {_took_place("news")}
    and ($always or news.session_day <= incident.day)
"""  # noqa: S608 - pieces of this file alone
_COUNTED = """
create or replace temp table taught_days as
select known.tutor_id, known.outcome, known.day, sum(known.sessions)::integer as sessions
from (
    select * from review.taught where tutor_id in (select tutor_id from taught_changes)
    union all
    select * from taught_changes
) as known
group by all having sum(known.sessions) > 0
"""
_LIMITS = """
create or replace temp table taught_limits as
select until.tutor_id, until.day, coalesce(sum(known.sessions), 0) as known
from review.taught_until as until
left join taught_days as known on until.tutor_id = known.tutor_id
where until.tutor_id in (select tutor_id from taught_changes)
group by all
"""
_LACKING = "select tutor_id from taught_limits where known < $first"
_WHOLE = f"""
insert into taught_days
select session.tutor_id, session.outcome, session.session_day as day, count(*)::integer as sessions
from core.session_outcomes as session
where {_took_place("session")} and session.tutor_id in ({_LACKING})
group by all
"""  # noqa: S608 - pieces of this file alone
_KEPT = """
create or replace temp table taught_kept as
select tutor_id, outcome, day, sessions
from (
    select *,
        sum(sessions) over (partition by tutor_id order by day)
        - sum(sessions) over (partition by tutor_id, day) as before
    from taught_days
)
where before < $most
"""
_KEPT_UNTIL = """
insert into review.taught_until
select kept.tutor_id,
    case when sum(kept.sessions) >= $most then max(kept.day) else any_value(known.day) end as day
from taught_kept as kept
left join taught_limits as known on kept.tutor_id = known.tutor_id
group by kept.tutor_id
having sum(kept.sessions) >= $most or any_value(known.day) is not null
"""


def anew(opened: Opened, asked: Asked) -> None:
    """Find each tutor's first sessions in the outcomes."""
    for table in ("review.taught", "review.taught_until"):
        opened.con.execute(f"delete from {table}")  # noqa: S608 - two names
    if not asked.counts_first:
        return
    opened.con.execute(_STARTS, {"kept": asked.kept})
    opened.con.execute(_FIRST_DAYS, {"kept": asked.kept})
    opened.con.execute(_KNOWN_UNTIL)
    _write(opened, asked)
    opened.con.execute("drop table temp.taught_starts")


def bring(opened: Opened, asked: Asked, *, last: date) -> None:
    """Bring them to tonight by what changed, and add to news_of those whom that may concern.

    Args:
        opened: The warehouse, with the temporary tables news_changed and news_of.
        asked: What the book's rules look at, and the night.
        last: The night they were brought to last.
    """
    con = opened.con
    if asked.reads_kept:
        con.execute(_NEWS_OF_ANY, {"kept": asked.kept, "always": asked.always_kept})
    if not asked.counts_first:
        return
    con.execute(_CHANGES, {"kept": asked.kept})
    con.execute(_NEWS_OF, {"first": asked.first, "last": last, "as_of": asked.as_of})
    con.execute(_COUNTED)
    con.execute(_LIMITS)
    for table in ("review.taught", "review.taught_until"):
        con.execute(f"delete from {table} where tutor_id in (select tutor_id from taught_changes)")  # noqa: S608
    _write(opened, asked)
    con.execute("drop table temp.taught_changes")


def _write(opened: Opened, asked: Asked) -> None:
    """Keep the first of what taught_days counts up to taught_limits; look up who lacks some."""
    con = opened.con
    first, most = {"first": asked.first}, {"most": _SPARE * asked.first}
    if opened.row(f"select count(*) from ({_LACKING})", first)[0]:  # noqa: S608
        con.execute(f"delete from taught_days where tutor_id in ({_LACKING})", first)  # noqa: S608
        con.execute(_WHOLE, first | {"kept": asked.kept})
        con.execute(f"delete from taught_limits where tutor_id in ({_LACKING})", first)  # noqa: S608
    con.execute(_KEPT, most)
    con.execute("insert into review.taught from taught_kept")
    con.execute(_KEPT_UNTIL, most)
    for table in ("taught_days", "taught_limits", "taught_kept"):
        con.execute(f"drop table temp.{table}")
