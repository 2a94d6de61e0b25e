"""What rules look at, kept beside the outcomes, so that a night reads what is new and not it all.

review.incidents holds each session that a rule looks at by itself; sessions that simply took place
are only counted, see `taught`. Whoever judges sessions says with `remember` which ones, and how
they stood before; `bring` carries that over once rules are asked, and tells of whom it is news.
"""

from dataclasses import dataclass
from datetime import date

from tutor_reliability.night import end_of
from tutor_reliability.standing import taught
from tutor_reliability.standing.asked import Asked
from tutor_reliability.tables import TABLES
from tutor_reliability.warehouse import Opened

_COLUMNS = ", ".join(one.name for one in TABLES["review.incidents"].columns)
_FACTS = ", ".join(
    one.name for one in TABLES["review.news"].columns if one.name not in ("sign", "session_id")
)
_ALL = "insert into review.news by name select '' as session_id, 0 as sign"
_WAS = f"""
insert into review.news by name
select session_id, -1 as sign, {_FACTS}
from {{old}}
where session_id in (select session_id from {{touched}})
    and session_id not in (select session_id from review.news)
"""  # noqa: S608 - columns of a contract
_UNSAID = """
delete from review.news where sign = 1 and session_id in (select session_id from {touched})
"""
_IS = f"""
insert into review.news by name select session_id, 1 as sign, {_FACTS} from {{fresh}}
"""  # noqa: S608 - columns of a contract
_CHANGED = """
create or replace temp table news_changed as
select * exclude (sign), sum(sign)::integer as sign from review.news
group by all having sum(sign) <> 0
"""
_GONE = "delete from review.incidents where session_id in (select session_id from news_changed)"
_COME = f"""
insert into review.incidents by name
select {_COLUMNS} from news_changed
where sign > 0 and tutor_id is not null and list_contains($outcomes, outcome)
"""  # noqa: S608 - columns of a contract
_ANEW = f"""
insert into review.incidents by name
select {_COLUMNS} from core.session_outcomes
where tutor_id is not null and list_contains($outcomes, outcome)
order by tutor_id
"""  # noqa: S608 - columns of a contract
_TURNED = """
create or replace temp table news_turned as
select tutor_id, session_day, event_day, reported_at from review.incidents
where
    (session_day > $last and session_day <= $as_of)
    or (event_day > $last and event_day <= $as_of)
    or (reported_at > $last_end and reported_at <= $end)
    or (settles_at > $last_end and settles_at <= $end)
"""
_NEWS_OF = """
create or replace temp table news_of as
select tutor_id from news_changed
where not provisional and tutor_id is not null and list_contains($outcomes, outcome)
union
select tutor_id from news_turned
union
select tutor_id from review.signal_events
where session_id in (select session_id from news_changed)
"""
_NEWS_FROM = """
create or replace temp table news_from as
select tutor_id, min(least(session_day, event_day, reported_at::date)) - 1 as day
from (
    select tutor_id, session_day, event_day, reported_at from news_changed
    union all
    select tutor_id, session_day, event_day, reported_at from news_turned
) as news
where tutor_id is not null
group by tutor_id
"""
"""Of which day on something is new of a tutor, or of the one after: days end by a clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What is new of tutors: everything, or what the temporary tables news_of and news_from say."""

    everything: bool


def remember(opened: Opened, *, old: str, fresh: str, touched: str) -> None:
    """Write down how some sessions stood, and how they stand now; before they are replaced.

    Args:
        opened: The warehouse.
        old: The table of the outcomes that are replaced, maybe among others.
        fresh: The table of those that replace them.
        touched: The table of the sessions that were judged again.
    """
    if _says_all(opened):
        return
    for sql in (_WAS, _UNSAID, _IS):
        opened.con.execute(sql.format(old=old, fresh=fresh, touched=touched))


def remember_all(opened: Opened) -> None:
    """Write down that all sessions were judged again."""
    opened.con.execute("delete from review.news")
    opened.con.execute(_ALL)


def bring(opened: Opened, asked: Asked, *, last: date | None) -> Brought:
    """Bring what is kept to tonight's outcomes, and find the tutors of whom something is new.

    Args:
        opened: The warehouse.
        asked: What the book's rules look at, and the night.
        last: The night that the tables were brought to last; None where they are not to be
            trusted.
    """
    if last is None or _says_all(opened):
        opened.con.execute("delete from review.incidents")
        opened.con.execute(_ANEW, {"outcomes": asked.outcomes})
        taught.anew(opened, asked)
        everything = True
    else:
        everything = False
        opened.con.execute(_CHANGED)
        opened.con.execute(_GONE)
        opened.con.execute(_COME, {"outcomes": asked.outcomes})
        times = {
            "last": last,
            "as_of": asked.as_of,
            "last_end": end_of(last, asked.timezone),
            "end": end_of(asked.as_of, asked.timezone),
        }
        opened.con.execute(_TURNED, times)
        opened.con.execute(_NEWS_OF, {"outcomes": asked.outcomes})
        opened.con.execute(_NEWS_FROM)
        taught.bring(opened, asked, last=last)
        for table in ("news_changed", "news_turned"):
            opened.con.execute(f"drop table temp.{table}")
    opened.con.execute("delete from review.news")
    return Brought(everything=everything)


def _says_all(opened: Opened) -> bool:
    return bool(opened.row("select count(*) from review.news where sign = 0")[0])
