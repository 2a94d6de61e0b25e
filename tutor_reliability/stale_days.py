"""Tutor days that are to be counted again: those a session left or entered, or all there are.

A row of core.stale_days without a day stands for all.
"""

from datetime import date

from tutor_reliability.warehouse import Opened

_MOST_DAYS = 2_000_000
"""Days of tutors that are counted at once, about; of all days, as many sessions."""
_MARKED = """
insert into core.stale_days by name
select * from (
    select coalesce(tutor_id, ''), session_day from {old}
    where session_id in (select session_id from {touched})
    union
    select coalesce(tutor_id, ''), session_day from {fresh}
    union
    select tutor_id, day from core.tutor_days
    where tutor_id in (select tutor_id from stage.moved_tutors)
) as changed(tutor_id, day)
where (tutor_id, day) not in (select (tutor_id, day) from core.stale_days)
"""
_PARTS = """
select min(day), max(day) from (
    select day, sum(count(*)) over (order by day) // $most as part
    from {days} where day <= $as_of group by day
) group by part order by part
"""
_OF_ALL = "(select session_day as day from core.session_outcomes)"


def mark(opened: Opened, *, old: str, fresh: str, touched: str) -> None:
    """Remember the days that change: those a session leaves or enters, and of who moved.

    Args:
        opened: The warehouse.
        old: The table of the outcomes that are replaced, maybe among others.
        fresh: The table of those that replace them.
        touched: The table of the sessions that were judged again.
    """
    if not are_all(opened):
        opened.con.execute(_MARKED.format(old=old, fresh=fresh, touched=touched))


def mark_all(opened: Opened) -> None:
    """Remember that all days are to be counted again."""
    opened.con.execute("delete from core.stale_days")
    opened.con.execute("insert into core.stale_days values ('', null)")


def are_all(opened: Opened) -> bool:
    """Tell whether all days are to be counted again."""
    return bool(opened.row("select count(*) from core.stale_days where day is null")[0])


def spans(opened: Opened, as_of: date) -> list[tuple[date, date]]:
    """Give first and last day of stretches of time in which so many are stale as memory bears.

    Args:
        opened: The warehouse.
        as_of: The last day that counts.
    """
    days = _OF_ALL if are_all(opened) else "core.stale_days"
    values = {"most": _MOST_DAYS, "as_of": as_of}
    return opened.con.execute(_PARTS.format(days=days), values).fetchall()
