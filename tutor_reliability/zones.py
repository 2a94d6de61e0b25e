"""Which zones of the roster are zones: it may hold any text."""

from tutor_reliability.warehouse import Opened


def known_zones(opened: Opened) -> list[str]:
    """Give the zones that tutors are said to live in and that the calendar knows."""
    found = opened.con.execute(
        "select distinct timezone from raw.tutors "
        "where timezone in (select name from pg_timezone_names()) order by timezone"
    ).fetchall()
    return [zone for (zone,) in found]
