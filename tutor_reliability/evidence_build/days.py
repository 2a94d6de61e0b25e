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
        happened: How they would be counted with nothing excused.
    """

    days: WorkingDays
    once: Collapsed
    happened: Collapsed

    @property
    def left(self) -> Floats:
        """Late sessions of each day that are not excused."""
        return self.days.late if self.days.excused is None else self.days.late - self.days.excused

    def events(self, signal: str) -> Floats:
        """Independent events of each day."""
        return _events(signal, self.once)

    def all_events(self, signal: str) -> Floats:
        """Independent events of each day with nothing excused."""
        return _events(signal, self.happened)

    def trials(self, signal: str) -> Floats:
        """What they were among."""
        return self.once.trials if signal == "late_sessions" else self.once.working_days

    def load(self, signal: str) -> Floats:
        """The trials made comparable."""
        return _load(signal, self.once)

    def all_load(self, signal: str) -> Floats:
        """The load with nothing excused."""
        return _load(signal, self.happened)

    def events_after(self, signal: str, since: int, tutors: int) -> Floats:
        """Sum the events after a day; one figure a tutor."""
        after = self.days.day > since
        found: Floats = np.bincount(
            self.days.tutor[after], self.events(signal)[after], minlength=tutors
        ).astype(np.float64)
        return found


def _events(signal: str, once: Collapsed) -> Floats:
    return once.events if signal == "late_sessions" else np.where(once.stands, 1.0, 0.0)


def _load(signal: str, once: Collapsed) -> Floats:
    return exact(once.load if signal == "late_sessions" else once.days_load)


@dataclass(frozen=True, slots=True, kw_only=True)
class LateDays(Counted):
    """Days with a late session, excused ones included, beside what sums over all days have of them.

    Attributes:
        summed: Sessions of each day that count.
        summed_load: The same made comparable.
    """

    summed: Floats
    summed_load: Floats

    def more_trials(self, signal: str) -> Floats:
        """Trials that sums over all days have of each day, and that do not count."""
        there = self.summed if signal == "late_sessions" else (self.summed > 0).astype(np.float64)
        return there - self.trials(signal)

    def more_load(self, signal: str, *, happened: bool = False) -> Floats:
        """Load alike; less than 0 where days count that the sums do not have."""
        there = self.summed_load
        if signal == "wiped_days":
            there = exact(there / np.maximum(self.summed, 1.0))
        return there - (self.all_load(signal) if happened else self.load(signal))


def exact(load: Floats) -> Floats:
    """Round loads, and parts of an event, to what sums exactly; halves up, as the database does."""
    rounded: Floats = np.floor(load * EXACT + 0.5) / EXACT
    return rounded


def ordinals(days: pl.Series) -> Numbers:
    """Give days as `date.toordinal` does."""
    return days.cast(pl.Int32).to_numpy().astype(np.int64) + _EPOCH


def dates(ordinal: NDArray[np.int64]) -> pl.Series:
    """Give ordinals as days."""
    return pl.Series(ordinal - _EPOCH, dtype=pl.Int32).cast(pl.Date)


def working_days(frame: pl.DataFrame) -> WorkingDays:
    """Take rows of number, day, sessions, late, excused and load, by tutor, then by day."""
    sessions, load = frame["sessions"].to_numpy(), frame["load"].to_numpy()
    return WorkingDays(
        tutor=frame["number"].to_numpy().astype(np.int64),
        day=ordinals(frame["day"]),
        sessions=sessions,
        late=frame["late"].to_numpy(),
        load=load,
        day_load=exact(load / sessions),
        excused=frame["excused"].to_numpy(),
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
    broken = None if taught is None else _broken(days, terms, taught)
    once = _collapsed(days, terms, broken)
    if days.excused is None or not days.excused.any():
        return Counted(days=days, once=once, happened=once)
    excused = np.unique(days.tutor[days.excused > 0])
    return Counted(days=days, once=once, happened=_happened(days, excused, once, terms, broken))


def _happened(
    days: WorkingDays,
    excused: Numbers,
    once: Collapsed,
    terms: Evidence,
    broken: NDArray[np.bool_] | None,
) -> Collapsed:
    """Count with nothing excused: another count for the tutors of whom anything is."""
    rows = np.isin(days.tutor, excused)
    figures = {name: getattr(days, name)[rows] for name in WorkingDays.__slots__}
    nothing = WorkingDays(**{**figures, "excused": None})
    anew = _collapsed(nothing, terms, None if broken is None else broken[rows])
    found = {name: getattr(once, name).copy() for name in Collapsed.__slots__}
    for name, figure in found.items():
        figure[rows] = getattr(anew, name)
    return Collapsed(**found)


def late_days(
    frame: pl.DataFrame, terms: Evidence, *, taught: Callable[[pl.DataFrame], pl.DataFrame]
) -> LateDays:
    """Count the days with a late session; `frame` is stage.evidence_days of these days."""
    frame = frame.sort("number", "day")
    found = counted(working_days(frame), terms, taught=taught)
    return LateDays(
        days=found.days,
        once=found.once,
        happened=found.happened,
        summed=frame["counted"].to_numpy(),
        summed_load=frame["counted_load"].to_numpy(),
    )


def _collapsed(days: WorkingDays, terms: Evidence, broken: NDArray[np.bool_] | None) -> Collapsed:
    return collapse(
        days,
        longest_gap=terms.longest_gap.days,
        longest_spell=terms.longest_spell.days,
        wiped_share=terms.wiped_share,
        second_day=float(exact(np.array([terms.second_day]))[0]),
        broken=broken,
    )


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
        & (steps <= terms.longest_gap.days)
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
