"""Since when a chance stands above a threshold, with no state carried from night to night.

A chance that hovers at a threshold would open and close a case every other night. So a run begins
at the first point that reaches the threshold, and ends only when the chance has stayed below a
second, lower one for a while.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The chance as it was asked on a day; the day is a number."""

    day: int
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of days: the first, and the first it no longer lasts (None: it lasts)."""

    begins: int
    ends: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What ends a run: the chance stayed below `below` for `days`."""

    below: float
    days: int


def runs(points: Sequence[Point], *, on: float, release: Release) -> list[Run]:
    """Find the runs of one tutor's chance.

    Args:
        points: What was asked, by day.
        on: The chance that begins a run.
        release: What ends one.
    """
    found: list[Run] = []
    begins: int | None = None
    low_since: int | None = None
    for point in points:
        if begins is None:
            if point.chance >= on:
                begins, low_since = point.day, None
            continue
        if point.chance >= release.below:
            low_since = None
            continue
        low_since = point.day if low_since is None else low_since
        if point.day - low_since >= release.days:
            found.append(Run(begins=begins, ends=point.day))
            begins = None
    if begins is not None:
        found.append(Run(begins=begins, ends=None))
    return found
