"""Sessions that somebody ended, kept beside the outcomes: one in ten, and all that some models ask.

What may be cured is looked for by student, bursts by who ended them; neither reads the sessions
that took place. Whoever judges sessions says which with `remember`. Ids are looked for by small
hashes, as in `places`: a tenth of what comparing texts costs; the few that are found are compared.
"""

from tutor_reliability.places import hash_of
from tutor_reliability.row_numbers import fetch
from tutor_reliability.tables import TABLES
from tutor_reliability.warehouse import Opened

_HASHED = ("session_id", "student_id", "actor")
_HASHES = ", ".join(f"{hash_of(one)} as {one.removesuffix('_id')}_hash" for one in _HASHED)
_MADE = ("actor", "session_hash", "student_hash", "actor_hash")
_COLUMNS = ", ".join(one.name for one in TABLES["core.endings"].columns if one.name not in _MADE)
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
_TOUCHED = f"""
create or replace temp table endings_touched as
select session_id, {hash_of("session_id")} as session_hash from {{touched}}
"""  # noqa: S608 - pieces of this file alone
_OF_TOUCHED = """
create or replace temp table endings_at as
select rowid as row_number from core.endings
where session_hash in (select session_hash from endings_touched)
"""
_OTHERS = """
delete from endings_before where session_id not in (select session_id from endings_touched)
"""
_STALE = f"""
insert into core.stale_actors
select actor from endings_before where actor is not null
union
select {_ACTOR} as actor from {{fresh}} where actor is not null and {_ENDED}
"""  # noqa: S608 - pieces of this file alone
_GONE = "delete from core.endings where rowid in (select row_number from endings_before)"
_COME = f"""
insert into core.endings by name
select *, {_HASHES} from (
    select {_COLUMNS}, {_ACTOR} as actor from {{fresh}} where {_ENDED}
)
"""  # noqa: S608 - pieces of this file alone
_STANDS = f"""
select count(*) = 0 from (select session_id, session_hash from core.endings limit 1)
where session_hash <> {hash_of("session_id")}
"""  # noqa: S608 - pieces of this file alone
EVERYBODY = ""


def remember(opened: Opened, *, fresh: str, touched: str) -> None:
    """Bring them to what was judged tonight, and note who ended something.

    Args:
        opened: The warehouse.
        fresh: The table of the outcomes as judged now.
        touched: The table of the sessions that were judged again.
    """
    con = opened.con
    if not opened.row(_STANDS)[0]:
        con.execute("delete from core.endings")
        bring(opened)
    con.execute(_TOUCHED.format(touched=touched))
    con.execute(_OF_TOUCHED)
    asked = "rowid as row_number, session_id, actor"
    fetch(opened, "core.endings", numbers="endings_at", into="endings_before", columns=asked)
    con.execute(_OTHERS)
    if not says_all(opened):
        con.execute(_STALE.format(fresh=fresh))
    if opened.count("core.endings"):
        con.execute(_GONE)
        con.execute(_COME.format(fresh=fresh))
    for table in ("endings_touched", "endings_at", "endings_before"):
        con.execute(f"drop table temp.{table}")


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
