"""What would change the chance: an event excused, and weeks without another."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tutor_reliability.evidence.change import Weeks, current_rates
from tutor_reliability.evidence.collapse import ORDINARY
from tutor_reliability.evidence.mixture import Floats, Mixture
from tutor_reliability.evidence.score import Terms, part_of
from tutor_reliability.evidence.windows import Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """What weeks without another event would do; one figure a tutor.

    Attributes:
        weeks: The first number of clean weeks after which the chance is below; 0 where none is.
        chance: The chance then; NaN where none is.
    """

    weeks: Numbers
    chance: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Excusable:
    """Events that a person might excuse; one figure an event.

    Attributes:
        row: Which row of the weeks it belongs to.
        week: Which week it fell in; 0 is the newest.
        load: What it was among and would go with it, made comparable.
        part: What the second day of its spell counts, and goes too; None: nothing anywhere.
        part_week: The week of that day.
        part_load: What that part was among, made comparable.
    """

    row: Numbers
    week: Numbers
    load: Floats
    part: Floats | None = None
    part_week: Numbers | None = None
    part_load: Floats | None = None

    def rows(self) -> Floats:
        """Give what sets one apart from another: a row of figures an event."""
        nothing = np.zeros(len(self.row))
        parts = (self.part, self.part_week, self.part_load)
        rest = [nothing if one is None else one for one in parts]
        load = np.minimum(self.load, ORDINARY)
        rest[2] = np.minimum(rest[2], ORDINARY * rest[0])
        return np.column_stack((self.row, self.week, load, *rest)).astype(np.float64)


def chances_without(  # noqa: PLR0913
    events: Floats,
    load: Floats,
    excused: Excusable,
    *,
    prior: Mixture,
    terms: Terms,
    happened: Weeks | None = None,
) -> Floats:
    """Give the chance with one event, and what it was among, taken out; never more than with it.

    Args:
        events: One row a tutor, one column a week, newest first.
        load: What they were among, of the same shape.
        excused: The events to take out, each alone.
        prior: What to expect of tutors.
        terms: What the score is held against.
        happened: Both with nothing excused; None: nothing is yet.

    Returns:
        One figure an event; 0 where too few would be left to judge.
    """
    each, of = np.unique(excused.rows(), axis=0, return_inverse=True)
    row, week, part_week = (each[:, column].astype(np.int64) for column in (0, 1, 4))
    its = np.arange(len(row))
    fewer, among = events[row], load[row]
    for at, part, its_load in ((week, 1.0, each[:, 2]), (part_week, each[:, 3], each[:, 5])):
        fewer[its, at] -= part
        among[its, at] = np.maximum(among[its, at] - its_load, 0.0)
    weighed = part_of(happened or (events, load), row)
    return _chances(np.maximum(fewer, 0.0), among, prior, terms, weighed)[of]


def recovery(  # noqa: PLR0913
    events: Floats,
    load: Floats,
    *,
    below: float,
    prior: Mixture,
    terms: Terms,
    happened: Weeks | None = None,
) -> Recovery:
    """Find how many clean weeks at the usual load bring the chance below a threshold.

    Args:
        events: One row a tutor, one column a week, newest first.
        load: What they were among, of the same shape.
        below: The threshold.
        prior: What to expect of tutors.
        terms: What the score is held against.
        happened: Both with nothing excused; None: nothing is.
    """
    usual = load.sum(axis=1) / np.maximum((load > 0).sum(axis=1), 1)
    weeks = np.zeros(len(events), dtype=np.int64)
    chance = np.full(len(events), np.nan)
    waiting: NDArray[np.bool_] = np.ones(len(events), dtype=np.bool_)
    for clean in range(1, terms.weeks + 1):
        rows = np.flatnonzero(waiting)
        if not len(rows):
            break
        found = _chances(
            _later(events[rows], np.zeros(len(rows)), clean),
            _later(load[rows], usual[rows], clean),
            prior,
            terms,
            None
            if happened is None
            else (
                _later(happened[0][rows], np.zeros(len(rows)), clean),
                _later(happened[1][rows], usual[rows], clean),
            ),
        )
        there = found < below
        weeks[rows[there]], chance[rows[there]] = clean, found[there]
        waiting[rows[there]] = False
    return Recovery(weeks=weeks, chance=chance)


def _later(figures: Floats, new: Floats, weeks: int) -> Floats:
    """Move weeks into the past and put new ones before them."""
    added = np.repeat(new[:, None], weeks, axis=1)
    return np.concatenate((added, figures), axis=1)[:, : figures.shape[1]]


def _chances(
    events: Floats, load: Floats, prior: Mixture, terms: Terms, happened: Weeks | None
) -> Floats:
    chance = np.zeros(len(events))
    enough = events.sum(axis=1) >= terms.min_events
    found = current_rates(
        events[enough],
        load[enough],
        prior=prior,
        limit=terms.limit,
        starts=terms.starts,
        happened=part_of(happened, enough),
    )
    chance[enough] = found.chance_over_limit
    return chance
