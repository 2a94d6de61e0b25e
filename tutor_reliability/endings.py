"""Sessions that somebody ended, kept beside the outcomes: one in ten, and all that some models ask.

What may be cured is looked for by student, bursts by who ended them; neither reads the sessions
that took place. Whoever judges sessions says which with `remember`.
"""

from tutor_reliability.tables import TABLES
from tutor_reliability.warehouse import Opened

_COLUMNS = ", ".join(one.name for one in TABLES["core.endings"].columns if one.name != "actor")
_ACTOR = """
case
    when recorded_by not in ('tutor', 'student', 'support', 'platform', 'unknown') then recorded_by
    when initiator = 'tutor' then tutor_id
    when initiator = 'student' then student_id
    else null
end
"""
_ENDED = """
(
    event in ('cancelled', 'rescheduled')
    or outcome in (
        select outcome from policy.outcomes where curable
        union
        select cure_outcome from policy.terms
    )
)
"""
_STALE = f"""
insert into core.stale_actors
select actor from core.endings
where actor is not null and session_id in (select session_id from {{touched}})
union
select {_ACTOR} as actor from {{fresh}} where actor is not null and {_ENDED}
"""  # noqa: S608 - pieces of this file alone
_GONE = "delete from core.endings where session_id in (select session_id from {touched})"
_COME = f"""
insert into core.endings by name select {_COLUMNS}, {_ACTOR} as actor from {{fresh}} where {_ENDED}
"""  # noqa: S608 - pieces of this file alone
EVERYBODY = ""


def remember(opened: Opened, *, fresh: str, touched: str) -> None:
    """Bring them to what was judged tonight, and note who ended something.

    Args:
        opened: The warehouse.
        fresh: The table of the outcomes as judged now.
        touched: The table of the sessions that were judged again.
    """
    if not says_all(opened):
        opened.con.execute(_STALE.format(fresh=fresh, touched=touched))
    if opened.count("core.endings"):
        opened.con.execute(_GONE.format(touched=touched))
        opened.con.execute(_COME.format(fresh=fresh))


def remember_all(opened: Opened) -> None:
    """Note that everything was judged again."""
    opened.con.execute("delete from core.endings")
    opened.con.execute("delete from core.stale_actors")
    opened.con.execute("insert into core.stale_actors values ($actor)", {"actor": EVERYBODY})


def bring(opened: Opened) -> None:
    """Copy all of them where everything was judged again, or nothing was ever copied."""
    if opened.count("core.endings") == 0:
        opened.con.execute(_COME.format(fresh="core.session_outcomes"))


def says_all(opened: Opened) -> bool:
    """Tell whether everybody may have ended something since bursts were looked for."""
    asked = {"actor": EVERYBODY}
    return bool(opened.row("select count(*) from core.stale_actors where actor = $actor", asked)[0])
