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
    """

    row: Numbers
    week: Numbers
    load: Floats


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
    each, of = _alike(excused, terms.weeks)
    its = np.arange(len(each.row))
    fewer, among = events[each.row], load[each.row]
    fewer[its, each.week] -= 1.0
    among[its, each.week] = np.maximum(among[its, each.week] - each.load, 0.0)
    weighed = part_of(happened or (events, load), each.row)
    return _chances(np.maximum(fewer, 0.0), among, prior, terms, weighed)[of]


def _alike(excused: Excusable, weeks: int) -> tuple[Excusable, Numbers]:
    """Give events that differ in what an excuse would take out, and which of them each is."""
    load = np.minimum(excused.load, ORDINARY)
    key = excused.row * weeks + excused.week
    order = np.lexsort((load, key))
    new = np.ones(len(order), dtype=np.bool_)
    new[1:] = (np.diff(key[order]) != 0) | (np.diff(load[order]) != 0)
    of = np.empty(len(order), dtype=np.int64)
    of[order] = np.cumsum(new) - 1
    first = order[new]
    return Excusable(row=excused.row[first], week=excused.week[first], load=load[first]), of


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
