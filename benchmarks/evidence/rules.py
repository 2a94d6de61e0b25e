"""The ways to flag that people configure first, for comparison: shares and counts of sessions."""

from collections.abc import Callable

import numpy as np

from benchmarks.evidence.world import BEFORE, DAYS, Bools, Counts, Floats, Year

Rule = Callable[[Year], Bools]

_LIMIT = 0.05
_THREE = 3
_Z = 1.959963984540054


def _over(counts: Counts, days: int) -> Floats:
    """Sum over the days that end with each night; tutors x nights."""
    sums = np.cumsum(counts, axis=1, dtype=np.float64)
    return sums[:, BEFORE:] - sums[:, BEFORE - days : DAYS - days]


def rate_over_limit(year: Year) -> Bools:
    """Flag a share of late sessions over 5 % in 90 days."""
    sessions, late = _over(year.sessions, 90), _over(year.late, 90)
    return (sessions > 0) & (late > _LIMIT * sessions)


def three_in_30_days(year: Year) -> Bools:
    """Flag three late sessions in 30 days."""
    return _over(year.late, 30) >= _THREE


def wilson_over_limit(year: Year) -> Bools:
    """Flag where the lower bound of Wilson's 95 % interval over 90 days is over 5 %."""
    sessions, late = _over(year.sessions, 90), _over(year.late, 90)
    many = np.maximum(sessions, 1)
    share = late / many
    middle = share + _Z**2 / (2 * many)
    width = _Z * np.sqrt(share * (1 - share) / many + _Z**2 / (4 * many**2))
    return (sessions > 0) & ((middle - width) / (1 + _Z**2 / many) > _LIMIT)


RULES: dict[str, Rule] = {
    "late rate over 5 % in 90 days": rate_over_limit,
    "three late in 30 days": three_in_30_days,
    "Wilson's lower bound over 5 %": wilson_over_limit,
}
