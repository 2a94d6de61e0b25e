"""The score: the chance that a tutor's current rate is above the limit, on any day asked.

Two rates go through it apart, with the same limit: independent cancellations among sessions, and
wiped-out days among working days. The first alone would miss who only ever cancels whole days.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc

from tutor_reliability.evidence.change import Current, Weeks, current_rates, intervals, last_change
from tutor_reliability.evidence.mixture import Floats, Mixture, tail
from tutor_reliability.evidence.windows import Asked, Course, Numbers

_SUNDAY = 6
_CHUNK = 100_000
_MOST_LOAD = 1e6
_HALVINGS = 50
PriorOf = Callable[[int], Mixture]
"""Gives what to expect of tutors by the day asked: it is fitted once a month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the score is held against; see `[evidence]` in a policy file.

    Attributes:
        limit: The rate that nobody should be above, events a session (or a working day).
        weeks: How many weeks are looked at.
        hazard: Chance that a rate changes at the start of a week.
        min_events: Fewer events are not enough to judge.
        keep_from: A tutor who never reached this chance leaves no points.
        noted_from: From this chance on a tutor is told about in full.
        confidence: Probability held by a range, in (0, 1).
    """

    limit: float
    weeks: int
    hazard: float
    min_events: int
    keep_from: float = 0.5
    noted_from: float = 0.5
    confidence: float = 0.9

    @property
    def starts(self) -> Floats:
        """Chance of each week to be the first of the current rate, before looking."""
        return last_change(self.hazard, self.weeks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tonight:
    """What is believed of each tutor tonight; one figure a tutor, NaN where too little was seen.

    Attributes:
        enough: Whether there were enough events to judge.
        events: Independent events over all weeks.
        load: What they were among, made comparable.
        current: What is believed of the current rate; of no meaning where not enough.
        low: Lower bound of the current rate, for those of note.
        high: Upper bound alike.
        once_in: A tutor exactly at the limit would show as many events since the change, or more,
            once in so many times.
    """

    enough: NDArray[np.bool_]
    events: Floats
    load: Floats
    current: Current
    low: Floats
    high: Floats
    once_in: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """The chance as it was on the days asked; by tutor, then by day.

    Attributes:
        asked: Tutor and day.
        chance: Probability that the rate was above the limit; 0 where too little was seen.
        events: Independent events in the weeks that end with the day.
        since_week: The likeliest first week of the rate of that day; 1 is the newest.
    """

    asked: Asked
    chance: Floats
    events: Floats
    since_week: Numbers


def judge(
    events: Floats,
    load: Floats,
    *,
    prior: Mixture,
    terms: Terms,
    happened: Weeks | None = None,
) -> Tonight:
    """Judge tutors by the weeks that end tonight.

    Args:
        events: One row a tutor, one column a week, newest first.
        load: What they were among, of the same shape.
        prior: What to expect of tutors.
        terms: What the score is held against.
        happened: Both with nothing excused; None: nothing is.
    """
    whole = events.sum(axis=1)
    enough = whole >= terms.min_events
    current = _of_enough((events, load), happened, enough, prior, terms)
    noted = enough & (np.nan_to_num(current.chance_over_limit) >= terms.noted_from)
    low, high = np.full(len(events), np.nan), np.full(len(events), np.nan)
    low[noted], high[noted] = intervals(
        events[noted],
        load[noted],
        prior=prior,
        starts=terms.starts,
        confidence=terms.confidence,
        happened=part_of(happened, noted),
    )
    return Tonight(
        enough=enough,
        events=whole,
        load=load.sum(axis=1),
        current=current,
        low=low,
        high=high,
        once_in=once_in(current.events, current.exposure, limit=terms.limit),
    )


def once_in(events: Floats, load: Floats, *, limit: float) -> Floats:
    """Say how rare it would be at the limit: so many events or more, once in so many times."""
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = np.where(events > 0, gammainc(np.maximum(events, 1e-9), load * limit), 1.0)
        rarity: Floats = np.where(np.isnan(events), np.nan, 1.0 / chance)
    return rarity


def asked_days(
    event_tutor: Numbers, event_day: Numbers, *, tutors: Numbers, first: int, last: int
) -> Asked:
    """Give the days on which a tutor is asked: of an event, of a week's end, and tonight.

    Args:
        event_tutor: Which tutor an event is of.
        event_day: Its day, as in `date.toordinal`.
        tutors: The tutors to ask about.
        first: The first day to ask about.
        last: Tonight.

    Returns:
        By tutor, then by day; each day once.
    """
    sunday = first + (_SUNDAY - (first - 1)) % 7
    ends = np.unique(np.append(np.arange(sunday, last + 1, 7), last))
    inside = (event_day >= first) & (event_day <= last) & np.isin(event_tutor, tutors)
    span = last - first + 1
    keys = np.unique(
        np.concatenate(
            (
                event_tutor[inside] * span + (event_day[inside] - first),
                (tutors[:, None] * span + (ends - first)[None]).ravel(),
            )
        )
    )
    return Asked(tutor=keys // span, day=keys % span + first)


def ask(
    course: Course, asked: Asked, *, prior_of: PriorOf, terms: Terms, of_note: bool = False
) -> Points:
    """Ask for the chance on each of many days, by what had happened up to it.

    Args:
        course: Events and load of tutors' days, in this order; where anything is excused, both
            again with nothing excused.
        asked: Tutors and days, by tutor, then by day.
        prior_of: What to expect of tutors on a day.
        terms: What the score is held against.
        of_note: Spare those that cannot reach `keep_from`; their chance is 0.
    """
    chance, whole = np.zeros(len(asked)), np.zeros(len(asked))
    since = np.ones(len(asked), dtype=np.int64)
    priors = {one: prior_of(int(one)) for one in np.unique(asked.day)}
    for prior in dict.fromkeys(priors.values()):
        days = [day for day, its in priors.items() if its == prior]
        rows = np.flatnonzero(np.isin(asked.day, days))
        for at in range(0, len(rows), _CHUNK):
            part = rows[at : at + _CHUNK]
            events, load, *happened = course.weeks(
                Asked(tutor=asked.tutor[part], day=asked.day[part]), terms.weeks
            )
            whole[part] = events.sum(axis=1)
            worth = whole[part] >= terms.min_events
            if of_note:
                worth &= may_reach(events, load, prior=prior, terms=terms)
            found = current_rates(
                events[worth],
                load[worth],
                prior=prior,
                limit=terms.limit,
                starts=terms.starts,
                happened=(happened[0][worth], happened[1][worth]) if happened else None,
            )
            chance[part[worth]] = found.chance_over_limit
            since[part[worth]] = found.since_week
    return Points(asked=asked, chance=chance, events=whole, since_week=since)


def may_reach(events: Floats, load: Floats, *, prior: Mixture, terms: Terms) -> NDArray[np.bool_]:
    """Tell which rows can have a chance of `keep_from` at all, at a fraction of the cost.

    The chance is a mean over the weeks in which the rate may have changed, so it is at most what
    the most suspicious stretch alone would say; and that falls with the load. Never wrongly no.

    Args:
        events: One row a question, one column a week, newest first.
        load: What they were among, of the same shape.
        prior: What to expect of tutors.
        terms: What the score is held against.
    """
    counts = np.cumsum(events, axis=1)
    enough = counts[:, -1] >= terms.min_events
    most = most_load(int(np.ceil(counts.max(initial=0))), prior, terms)
    able = np.cumsum(load, axis=1) <= most[np.ceil(counts).astype(np.int64)]
    return enough & able.any(axis=1)


def most_load(events: int, prior: Mixture, terms: Terms) -> Floats:
    """Give for each number of events the load at which the chance falls to `keep_from`.

    Below 0 for events that are too few whatever the load.
    """
    counts = np.arange(events + 1, dtype=np.float64)
    low, high = np.zeros(events + 1), np.full(events + 1, _MOST_LOAD)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        above = tail(counts, middle, prior, terms.limit) >= terms.keep_from
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    never = tail(counts, np.zeros(events + 1), prior, terms.limit) < terms.keep_from
    return np.where(never, -1.0, high)


def part_of(weeks: Weeks | None, rows: NDArray[np.bool_] | Numbers) -> Weeks | None:
    """Give some rows of events and load, if there are any."""
    return (weeks[0][rows], weeks[1][rows]) if weeks else None


def _of_enough(
    weeks: Weeks,
    happened: Weeks | None,
    enough: NDArray[np.bool_],
    prior: Mixture,
    terms: Terms,
) -> Current:
    found = current_rates(
        weeks[0][enough],
        weeks[1][enough],
        prior=prior,
        limit=terms.limit,
        starts=terms.starts,
        happened=part_of(happened, enough),
    )
    whole = {}
    for name in Current.__slots__:
        figures = getattr(found, name)
        blank = 0 if figures.dtype.kind == "i" else np.nan
        whole[name] = np.full(len(enough), blank, dtype=figures.dtype)
        whole[name][enough] = figures
    return Current(**whole)
