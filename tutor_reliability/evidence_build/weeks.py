"""The weeks that end tonight, as the score takes them: of the tutors with enough to judge."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tutor_reliability.evidence.collapse import by_week
from tutor_reliability.evidence.mixture import Floats
from tutor_reliability.evidence.windows import Numbers
from tutor_reliability.evidence_build.days import Counted, LateDays
from tutor_reliability.evidence_build.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """Figures of one signal; one row a tutor asked about, one column a week, newest first.

    Attributes:
        events: Independent events.
        trials: What they were among.
        load: The trials made comparable.
        happened: Events and load with nothing excused.
    """

    events: Floats
    trials: Floats
    load: Floats
    happened: tuple[Floats, Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The tutors asked about, by number, and what the days of theirs sum to by week."""

    numbers: Numbers
    frame: pl.DataFrame

    def __len__(self) -> int:
        """Give how many tutors are asked about."""
        return len(self.numbers)

    def places(self, numbers: Numbers) -> Numbers:
        """Give the row of each tutor, -1 where it is not asked about."""
        last = int(max(self.numbers.max(initial=-1), numbers.max(initial=-1)))
        rows = np.full(last + 1, -1, dtype=np.int64)
        rows[self.numbers] = np.arange(len(self.numbers))
        return rows[numbers]

    def spread(self, figures: NDArray, tutors: int) -> NDArray:
        """Give figures of those asked about as figures of all tutors; 0 for the others."""
        whole = np.zeros(tutors, dtype=figures.dtype)
        whole[self.numbers] = figures
        return whole


def enough_ever(counted: Counted, *, least: int, week_days: int) -> Numbers:
    """Give the tutors who had so many events within any weeks that end with one.

    Args:
        counted: The days with a late session.
        least: The fewest events to judge by.
        week_days: Days of the weeks looked at.
    """
    days = counted.days
    if not len(days.day):
        return np.zeros(0, dtype=np.int64)
    span = int(days.day.max()) + week_days + 1
    keys = days.tutor * span + days.day
    sums = np.concatenate(([0.0], np.cumsum(counted.events("late_sessions"))))
    first = np.searchsorted(keys, keys - week_days, "right")
    first = np.maximum(first, np.searchsorted(days.tutor, days.tutor, "left"))
    inside = sums[1:] - sums[first]
    return np.unique(days.tutor[inside >= least])


def enough_of(counted: Counted, *, least: int, since: int) -> Numbers:
    """Give the tutors who had so many events after a day.

    Args:
        counted: The days with a late session.
        least: The fewest events to judge by.
        since: The day before the first that counts.
    """
    after = counted.days.day > since
    events = np.bincount(counted.days.tutor[after], counted.events("late_sessions")[after])
    found: Numbers = np.flatnonzero(events >= least)
    return found


def weeks_of(signal: str, asked: Asked, counted: LateDays, span: Span) -> Weeks:
    """Put the weeks of a signal together: what the days sum to, less what spells count once.

    Args:
        signal: One of the two rates.
        asked: The tutors asked about.
        counted: The days with a late session, of all tutors.
        span: Which days are looked at.
    """
    rows = asked.places(counted.days.tutor)
    there = (rows >= 0) & (counted.days.day > span.as_of.toordinal() - span.week_days)

    def summed(figures: Floats) -> Floats:
        return by_week(
            rows[there],
            counted.days.day[there],
            figures[there],
            last_day=span.as_of.toordinal(),
            weeks=span.weeks,
            tutors=len(asked),
        )

    trials, load = ("sessions", "load") if signal == "late_sessions" else ("days", "day_load")
    loads = _spread(asked, load, span)
    return Weeks(
        events=summed(counted.events(signal)),
        trials=_spread(asked, trials, span) - summed(counted.more_trials(signal)),
        load=loads - summed(counted.more_load(signal)),
        happened=(
            summed(counted.all_events(signal)),
            loads - summed(counted.more_load(signal, happened=True)),
        ),
    )


def _spread(asked: Asked, figure: str, span: Span) -> Floats:
    spread = np.zeros((len(asked), span.weeks))
    rows = asked.places(asked.frame["number"].to_numpy().astype(np.int64))
    spread[rows, asked.frame["week"].to_numpy()] = asked.frame[figure].to_numpy()
    return spread
