"""From when the rows of a file can have been known: what its arrival and its name tell.

What a row says of itself comes on top, see `rules.LogRules.clock`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

_DAY = re.compile(r"(?<!\d)(20\d\d)([-_/]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_INSTANT = timedelta(microseconds=1)


def day_in(path: str) -> date | None:
    """Find the day that a file's name says it is of, or else the nearest folder's name.

    Of several days in one name the last counts: a file of a week is complete on its last day.

    >>> day_in("sessions/2026-10-31.csv"), day_in("sessions-20261001-20261031.csv.gz")
    (datetime.date(2026, 10, 31), datetime.date(2026, 10, 31))
    >>> day_in("2026/10/31/sessions.csv"), day_in("sessions-7-2026.csv")
    (datetime.date(2026, 10, 31), None)
    """
    for part in (*reversed(PurePosixPath(path).parts), path):
        if days := [*_days(part)]:
            return max(days)
    return None


def _days(name: str) -> Iterable[date]:
    for year, _, month, day in _DAY.findall(name):
        try:
            yield date(int(year), int(month), int(day))
        except ValueError:
            continue


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What is known of the arrival of tonight's files.

    Attributes:
        after: End of the last night before; None where there was none.
        timezone: The zone in which the day in a file's name begins.
        first_days: The earliest dated file of each log. Before it nobody kept files by day, so
            that its rows, like those of a file without a day, count from what they say themselves.
        until: Tonight. A file dated later came tonight nonetheless.
    """

    after: datetime | None = None
    timezone: str = "UTC"
    first_days: Mapping[str, date] = field(default_factory=dict)
    until: date | None = None

    def __post_init__(self) -> None:
        """Refuse an instant that is none.

        Raises:
            ValueError: `after` has no zone.
        """
        if self.after is not None and self.after.tzinfo is None:
            raise ValueError(f"{self.after} has no zone: expected an instant")

    def known_from(self, log: str, file: str) -> datetime | None:
        """Give the instant before which no row of a file was known; None where nothing tells."""
        told = [] if self.after is None else [self.after + _INSTANT]
        day, first = day_in(file), self.first_days.get(log)
        if day and first and first < day and (self.until is None or day <= self.until):
            midnight = datetime.combine(day, time(), tzinfo=ZoneInfo(self.timezone))
            told.append(midnight.astimezone(UTC))
        return max(told, default=None)


FIRST_NIGHT = Arrival()


def first_days(files: Iterable[tuple[str, str]]) -> dict[str, date]:
    """Give the earliest day that a file of each log is dated, from log and path of each file."""
    found: dict[str, date] = {}
    for log, file in files:
        if day := day_in(file):
            found[log] = min(day, found.get(log, day))
    return found
