"""What was written since its checks last held: sessions judged again, days counted again.

Whoever writes outcomes or days says so here, in the transaction that writes them; the gate asks its
checks of these rows alone, and forgets them once all hold. What is told of must have been written,
or taken away; a check that holds of everything else goes on holding of it.
"""

from tutor_reliability.warehouse import Opened

EVERYTHING = ""
"""Stands for all sessions, and for all days where it has none."""
_SESSIONS = """
insert into core.unproven_sessions
select session_id from {touched}
union
select session_id from {fresh}
"""
_DAYS = "insert into core.unproven_days by name select tutor_id, day from core.stale_days"


def remember(opened: Opened, *, fresh: str, touched: str) -> None:
    """Say which sessions were judged again.

    Args:
        opened: The warehouse.
        fresh: The table of the outcomes as judged now.
        touched: The table of the sessions that were judged again, those too that have none now.
    """
    if not says_all(opened, "core.unproven_sessions"):
        opened.con.execute(_SESSIONS.format(fresh=fresh, touched=touched))


def remember_days(opened: Opened) -> None:
    """Say that the days of core.stale_days are counted again."""
    if not says_all(opened, "core.unproven_days"):
        opened.con.execute(_DAYS)


def remember_all(opened: Opened) -> None:
    """Say that everything was judged and counted again."""
    for table in ("core.unproven_sessions", "core.unproven_days"):
        opened.con.execute(f"delete from {table}")  # noqa: S608 - two names
    opened.con.execute("insert into core.unproven_sessions values ($all)", {"all": EVERYTHING})
    opened.con.execute("insert into core.unproven_days values ($all, null)", {"all": EVERYTHING})


def says_all(opened: Opened, table: str) -> bool:
    """Tell whether everything is unproven, by the table of the sessions or of the days."""
    every = "day is null" if table == "core.unproven_days" else f"session_id = '{EVERYTHING}'"
    return bool(opened.row(f"select count(*) from {table} where {every}")[0])  # noqa: S608
