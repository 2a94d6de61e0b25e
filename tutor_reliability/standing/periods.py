"""Calendar arithmetic of the tutor half: periods that follow each other, assessment days."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from tutor_reliability.policy.durations import Length, shift_months
from tutor_reliability.policy.model import AssessmentDays, Rule

_MONTHS = {"mo": 1, "y": 12}


def period_start(day: date, length: Length, anchor: date) -> date:
    """Give the first day of the period of a length, counted from an anchor, that holds a day.

    >>> period_start(date(2026, 3, 20), Length(number=14, unit="d"), date(2026, 3, 2))
    datetime.date(2026, 3, 16)
    """
    if length.unit not in _MONTHS:
        step = max(1, length.days)
        return anchor + timedelta(days=(day - anchor).days // step * step)
    step = length.number * _MONTHS[length.unit]
    months = (day.year - anchor.year) * 12 + day.month - anchor.month
    number = months // step
    start = shift_months(anchor, number * step)
    return shift_months(anchor, (number - 1) * step) if start > day else start


def period_end(start: date, length: Length, anchor: date) -> date:
    """Give the first day of the period after the one that starts on a day."""
    if length.unit not in _MONTHS:
        return start + timedelta(days=max(1, length.days))
    step = length.number * _MONTHS[length.unit]
    months = (start.year - anchor.year) * 12 + start.month - anchor.month
    return shift_months(anchor, (months // step + 1) * step)


def assessed(at: AssessmentDays, first: date, last: date) -> Iterator[date]:
    """Give the assessment days from one day to another, both included."""
    day = next_assessed(at, first - timedelta(days=1), last)
    while day is not None:
        yield day
        day = next_assessed(at, day, last)


def next_assessed(at: AssessmentDays, after: date, last: date = date.max) -> date | None:
    """Give the first assessment day after a day, None if that is beyond the last."""
    found = _next_every(at, after) if at.every else _next_of_year(at, after)
    return found if found <= last else None


def next_asked(rule: Rule, day: date) -> date:
    """Give the date after a day on which a rule is asked; date.max for none."""
    return (next_assessed(rule.at, day) if rule.at else None) or date.max


def _next_every(at: AssessmentDays, after: date) -> date:
    assert at.every is not None  # noqa: S101 - the caller looked
    anchor = at.anchor or date(1, 1, 1)
    if after < anchor:
        return anchor
    return period_end(period_start(after, at.every, anchor), at.every, anchor)


def _next_of_year(at: AssessmentDays, after: date) -> date:
    days = [
        date(year, month, min(day, calendar.monthrange(year, month)[1]))
        for year in (after.year, after.year + 1)
        for month, day in at.days
    ]
    return min(day for day in days if day > after)
