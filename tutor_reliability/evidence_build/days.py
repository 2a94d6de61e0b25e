"""Tutors' days as arrays, and how they are counted once, for both rates."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tutor_reliability.evidence.collapse import Collapsed, WorkingDays, collapse, is_wiped
from tutor_reliability.evidence.mixture import Floats
from tutor_reliability.evidence.windows import Numbers
from tutor_reliability.policy.model import Evidence

EXACT = 4096.0
"""Loads are multiples of 1/4096, so that sums of them are exact in whatever order."""
_EPOCH = 719_163
GAP = {"number": pl.Int32, "day": pl.Date, "later_day": pl.Date}

SIGNALS = ("late_sessions", "wiped_days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Days with their events counted once; one figure a tutor and day, by tutor, then by day.

    Attributes:
        days: The days.
        once: How they are counted.
    """

    days: WorkingDays
    once: Collapsed

    def events(self, signal: str) -> Floats:
        """Independent events of each day."""
        if signal == "late_sessions":
            return self.once.events
        return np.where(self.once.begins, 1.0, 0.0)

    def trials(self, signal: str) -> Floats:
        """What they were among."""
        return self.once.trials if signal == "late_sessions" else self.once.working_days

    def load(self, signal: str) -> Floats:
        """The trials made comparable."""
        return exact(self.once.load if signal == "late_sessions" else self.once.days_load)

    def excess(self, signal: str) -> tuple[Floats, Floats]:
        """Trials and load that each day has more than what it counts for."""
        if signal == "late_sessions":
            return self.days.sessions - self.trials(signal), self.days.load - self.load(signal)
        return 1.0 - self.trials(signal), self.days.day_load - self.load(signal)


def exact(load: Floats) -> Floats:
    """Round loads to what sums exactly."""
    rounded: Floats = np.round(load * EXACT) / EXACT
    return rounded


def ordinals(days: pl.Series) -> Numbers:
    """Give days as `date.toordinal` does."""
    return days.cast(pl.Int32).to_numpy().astype(np.int64) + _EPOCH


def dates(ordinal: NDArray[np.int64]) -> pl.Series:
    """Give ordinals as days."""
    return pl.Series(ordinal - _EPOCH, dtype=pl.Int32).cast(pl.Date)


def working_days(frame: pl.DataFrame) -> WorkingDays:
    """Take rows of number, day, sessions, late and load; gives them by tutor, then by day."""
    frame = frame.sort("number", "day")
    sessions, load = frame["sessions"].to_numpy(), frame["load"].to_numpy()
    return WorkingDays(
        tutor=frame["number"].to_numpy().astype(np.int64),
        day=ordinals(frame["day"]),
        sessions=sessions,
        late=frame["late"].to_numpy(),
        load=load,
        day_load=exact(load / sessions),
    )


def counted(
    days: WorkingDays, terms: Evidence, *, taught: Callable[[pl.DataFrame], pl.DataFrame] | None
) -> Counted:
    """Count spells once.

    Args:
        days: The days, all of them or those with a late session only.
        terms: The numbers of the policy's `[evidence]`.
        taught: Finds on which of some days between wiped-out ones something was taught, where
            days without a late session were left out; None: they are all there.
    """
    once = collapse(
        days,
        longest_gap=_days(terms.longest_gap.seconds),
        longest_spell=_days(terms.longest_spell.seconds),
        wiped_share=terms.wiped_share,
        broken=None if taught is None else _broken(days, terms, taught),
    )
    return Counted(days=days, once=once)


def _broken(
    days: WorkingDays, terms: Evidence, taught: Callable[[pl.DataFrame], pl.DataFrame]
) -> NDArray[np.bool_]:
    """Tell which wiped-out days are cut off from the one before by a day that was taught."""
    wiped = is_wiped(days.sessions, days.late, terms.wiped_share)
    steps = np.diff(days.day)
    near = (
        wiped[1:]
        & wiped[:-1]
        & (days.tutor[1:] == days.tutor[:-1])
        & (steps > 1)
        & (steps <= _days(terms.longest_gap.seconds))
    )
    later = np.flatnonzero(near) + 1
    between = (days.day[later] - days.day[later - 1] - 1).astype(np.int64)
    rows = np.repeat(later, between)
    back = np.arange(len(rows)) - np.repeat(np.cumsum(between) - between, between) + 1
    gaps = pl.DataFrame(
        {
            "number": days.tutor[rows],
            "day": dates(days.day[rows] - back),
            "later_day": dates(days.day[rows]),
        },
        schema=GAP,
    )
    found = taught(gaps)
    span = int(days.day.max(initial=0)) + 1
    keys = found["number"].to_numpy().astype(np.int64) * span + ordinals(found["later_day"])
    return np.isin(days.tutor * span + days.day, keys)


def _days(seconds: int) -> int:
    return seconds // 86_400
