"""Which nights there were: what arrives tonight was not known to them, nor was what is decided now.

A night stays open until a later one has run: until then it may be run again, with a file that came
late or a decision that was just made. From then on it is closed, and recomputing it gives what it
was.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from tutor_reliability.landing import Arrival, Delivery, date_again
from tutor_reliability.night import Night
from tutor_reliability.warehouse import Opened


def arrival_of(opened: Opened, *, asked: date | None, timezone: str) -> Arrival:
    """Tell from when what is new tonight can have been known.

    Args:
        opened: The warehouse.
        asked: The night that was asked for; None where the logs will tell which it is.
        timezone: The policy's zone.
    """
    return Arrival(after=_end_before(opened, asked), timezone=timezone)


def settle_arrivals(opened: Opened, deliveries: Sequence[Delivery], night: Night) -> None:
    """Now that it is known which night this is, say so of the files that landed for it.

    A night that runs again has its late files, and a file dated later than tonight came tonight.
    """
    arrival = Arrival(
        after=_end_before(opened, night.as_of), timezone=night.timezone, until=night.as_of
    )
    with opened.transaction():
        date_again(opened.con, deliveries, arrival)


def remember_night(opened: Opened, night: Night) -> None:
    """Write a night down, or once more while it is the last one; a past one stays as it was."""
    last = _last(opened)
    if last and last[0] > night.as_of:
        return
    opened.con.execute("delete from core.nights where as_of = $as_of", {"as_of": night.as_of})
    opened.con.execute(
        "insert into core.nights by name select "
        "$as_of::date as as_of, $known_until::timestamptz as known_until, "
        "coalesce((select max(delivery_id) from raw.deliveries), 0) as delivery_id, "
        "coalesce((select max(decision_id) from review.decisions), 0) as decision_id",
        {"as_of": night.as_of, "known_until": night.known_until},
    )


def as_it_was(opened: Opened, night: Night) -> Night:
    """Give a closed night with the newest delivery and decision it had; others as they are."""
    last = _last(opened)
    found = opened.row(
        "select delivery_id, decision_id from core.nights where as_of = $as_of",
        {"as_of": night.as_of},
    )
    if not found or (last and last[0] == night.as_of):
        return night
    return replace(night, last_delivery=found[0], last_decision=found[1])


def _end_before(opened: Opened, asked: date | None) -> datetime | None:
    """Give the end of the last night, or of the one before it where the last one runs again."""
    last = _last(opened)
    if not last:
        return None
    if asked != last[0]:
        return last[1]
    before = opened.row(
        "select max(known_until) from core.nights where as_of < $as_of", {"as_of": asked}
    )
    end: datetime | None = before[0]
    return end


def _last(opened: Opened) -> tuple[date, datetime] | tuple[()]:
    return opened.row("select as_of, known_until from core.nights order by as_of desc limit 1")
