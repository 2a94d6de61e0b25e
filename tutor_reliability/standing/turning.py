"""The days on which a meter can move though nothing new becomes known: what leaves a window.

Too many are harmless, each only asks a question more; one too few is a wrong answer.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from tutor_reliability.policy.durations import Length, shift_months
from tutor_reliability.policy.model import (
    Best,
    Calendar,
    Choose,
    Clean,
    Every,
    Meter,
    Rolling,
    Window,
)
from tutor_reliability.standing.incidents import History, Incident
from tutor_reliability.standing.periods import period_end, period_start

_MONTHS = {"mo": 1, "y": 12}
_UNITS = {"month": 1, "quarter": 3, "year": 12}


def turning_days(
    meter: Meter, history: History, known: Iterable[Incident], resets: Iterable[date], upto: date
) -> set[date]:
    """Give the days on which a meter may move.

    Args:
        meter: The meter.
        history: The tutor.
        known: The incidents known.
        resets: The days on which a person made the meter begin anew.
        upto: How far clean periods are followed; the first beyond it is given too.
    """
    named = {*meter.of, *meter.among}
    days = {one.on(meter.axis) for one in known}
    days |= {day for one in history.kept if one.outcome in named for day in one.days}
    found = days | {one.known_on(meter.axis) for one in known} | set(resets)
    if meter.ledger is not None:
        if meter.ledger.expires:
            found |= {one for day in days for one in _exits(meter.ledger.expires, day)}
        if meter.ledger.clean:
            starts = days | set(resets)
            starts |= {history.judged_from} if history.judged_from else set()
            found |= set(_clean(meter.ledger.clean, starts, upto))
        return found
    for window in _simple(meter.window):
        found |= {one for day in days for one in _leaves(window, day, history)}
    return found


def _simple(window: Window) -> list[Window]:
    if isinstance(window, Choose):
        return [one.window for one in window.choices]
    return list(window.windows) if isinstance(window, Best) else [window]


def _leaves(window: Window, day: date, history: History) -> list[date]:
    if isinstance(window, Rolling):
        return _exits(window.length, day)
    if isinstance(window, Calendar):
        start = window.before(day) + timedelta(days=1)
        months = _UNITS.get(window.unit)
        return [shift_months(start, months) if months else start + timedelta(days=7)]
    if isinstance(window, Every):
        anchor = window.anchor or history.began or day
        start = period_start(day, window.length, anchor)
        return [period_end(start, window.length, anchor)]
    return []


def _exits(length: Length, day: date) -> list[date]:
    """Give the first day whose window of a length no longer holds a day; months are clamped."""
    if length.unit not in _MONTHS:
        return [length.after(day)]
    after = length.after(day)
    return [after + timedelta(days=extra) for extra in range(4)]


def _clean(clean: Clean, starts: Iterable[date], upto: date) -> Iterator[date]:
    for start in starts:
        day = clean.lasts.after(start)
        while day <= upto:
            yield day
            day = clean.lasts.after(day)
        yield day
