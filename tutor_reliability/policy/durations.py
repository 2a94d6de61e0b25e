"""Lengths of time as a policy writes them: "24h", "90d", "6mo".

Hours, minutes and seconds are elapsed time; days, months and years are calendar steps, because
that is how people read "6 months": the same day of the month, clamped to its length.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86_400}
_MONTHS = {"mo": 1, "y": 12}
_WORDS = {"s": "second", "min": "minute", "h": "hour", "d": "day", "mo": "month", "y": "year"}
_PATTERN = re.compile(r"([0-9]+)(s|min|h|d|mo|y)")
_LONGEST_YEARS = 100
_MOST_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """A length of time: a number of one unit."""

    number: int
    unit: str

    @property
    def seconds(self) -> int:
        """Elapsed seconds.

        Raises:
            ValueError: Months and years have no fixed number of seconds.
        """
        if self.unit not in _SECONDS:
            raise ValueError(f"{self.text!r} has no fixed number of seconds")
        return self.number * _SECONDS[self.unit]

    @property
    def days(self) -> int:
        """Whole days of 24 hours in it.

        Raises:
            ValueError: Months and years have no fixed number of them.
        """
        return self.seconds // _SECONDS["d"]

    @property
    def is_elapsed(self) -> bool:
        """Whether it has a fixed number of seconds."""
        return self.unit in _SECONDS

    @property
    def is_calendar(self) -> bool:
        """Whether it is one or more whole days, months or years."""
        return self.number > 0 and self.unit in ("d", *_MONTHS)

    @property
    def text(self) -> str:
        """As a policy file writes it."""
        return f"{self.number}{self.unit}"

    @property
    def words(self) -> str:
        """As a person says it: "90 days", "1 hour"."""
        return f"{self.number} {_WORDS[self.unit]}{'' if self.number == 1 else 's'}"

    def before(self, day: date) -> date:
        """Give the last day that lies outside a window of this length ending with `day`."""
        if self.unit in _MONTHS:
            return shift_months(day, -self.number * _MONTHS[self.unit])
        return day - timedelta(days=max(1, self.days))

    def after(self, day: date) -> date:
        """Give the day that lies this length after `day`."""
        if self.unit in _MONTHS:
            return shift_months(day, self.number * _MONTHS[self.unit])
        return day + timedelta(days=self.days)


def parse_length(text: str) -> Length:
    """Read a length of time.

    Raises:
        ValueError: `text` is not a whole number followed by s, min, h, d, mo or y, or is longer
            than any history.

    >>> parse_length("6mo").words
    '6 months'
    """
    match = _PATTERN.fullmatch(text.strip())
    if match is None:
        raise ValueError(
            f"{text!r} is not a length of time; write a whole number and s, min, h, d, mo or y"
        )
    unit = match[2]
    one = _MONTHS[unit] / 12 if unit in _MONTHS else _SECONDS[unit] / (366 * 86_400)
    if len(match[1]) > _MOST_DIGITS or int(match[1]) * one > _LONGEST_YEARS:
        raise ValueError(f"{text!r} is longer than {_LONGEST_YEARS} years, which no log is")
    return Length(number=int(match[1]), unit=unit)


def shift_months(day: date, months: int) -> date:
    """Move a day by whole months, clamped to the length of the month it lands in.

    >>> shift_months(date(2026, 8, 31), -6)
    datetime.date(2026, 2, 28)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
