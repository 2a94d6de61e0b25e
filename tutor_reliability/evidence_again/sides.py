"""What every side detector's figures are compared with, in one way for all of them.

Each detector says what counted on a day and what that makes of it; see `near_line` and the others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import nan
from typing import Protocol

from tutor_reliability.evidence.rows import Event, Signal
from tutor_reliability.evidence_again.belief import Belief, Weeks, believed
from tutor_reliability.evidence_again.expected import Expected, Learnt, Row
from tutor_reliability.evidence_again.figures import Figure, count, once_in, share
from tutor_reliability.evidence_again.sessions import Move, Session
from tutor_reliability.policy.model import Evidence

_DAYS_A_WEEK = 7
_TIMES_MOST = 1e3


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is published of a tutor.

    Attributes:
        tutor_id: The tutor.
        as_of: The night.
        kept_from: The first day of which days and sessions are published.
        timezone: The policy's zone.
        terms: The numbers of its `[evidence]`.
        sessions: The tutor's sessions and, where pairs are asked about, those of the tutor's
            students with others.
        moves: Moves of the lessons that the tutor moved.
        priors: Rows of review.priors.
    """

    tutor_id: str
    as_of: date
    kept_from: date
    timezone: str
    terms: Evidence
    sessions: Sequence[Session]
    moves: Sequence[Move]
    priors: Sequence[Row]

    @property
    def own(self) -> list[Session]:
        """The tutor's sessions of published days, up to the night."""
        return [
            one
            for one in self.sessions
            if one.tutor_id == self.tutor_id and not one.is_older and one.day <= self.as_of
        ]

    def trials(self, day: date, days: int) -> list[Session]:
        """Give the sessions that the tutor could have ended, of so many days that end with one."""
        return [one for one in self.own if one.is_the_tutors and lies_in(one.day, day, days)]

    def expected(self, signal: str) -> Expected:
        """Give what was expected of a signal."""
        return Expected.of(row for row in self.priors if row["signal"] == signal)

    @property
    def week_days(self) -> int:
        """Days of the policy's weeks."""
        return self.terms.weeks * _DAYS_A_WEEK

    @property
    def memory_from(self) -> date:
        """The first day that any side detector looks at: a window before the first point."""
        first = self.as_of - timedelta(days=self.week_days)
        quarter = date(first.year, first.month - (first.month - 1) % 3, 1)
        return quarter - timedelta(days=max(self.week_days, self.terms.habit_days))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A session that counts: its events, and the spell it is counted once with; 0: none."""

    session_id: str
    student_id: str | None
    event: float = 1.0
    spell: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was seen by a day, what peers would have shown, and the chance."""

    events: float
    trials: float
    expected: float
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """What is believed of a rate, and how rare what was seen is at what is expected."""

    rate: float = nan
    low: float = nan
    high: float = nan
    once_in: float = nan


class Side(Protocol):
    """A side detector, of one tutor."""

    looks_back: int
    """So many published days it needs."""

    def counted(self, day: date) -> list[Counted]:
        """Give the sessions that count on a day."""

    def answer(self, day: date, *, without: str | None = None) -> Answer:
        """Weigh them; as if one had been excused."""

    def range(self, tonight: Answer) -> Range:
        """Bound the rate."""


def figures_of_side(
    side: Side,
    signal: Signal,
    events: Sequence[Event],
    points: Sequence[tuple[date, float, float]],
    known: Known,
) -> Iterator[Figure]:
    """Compare every figure of a side detector with what the rows give.

    Args:
        side: The detector.
        signal: Its row of review.signals.
        events: Its rows of review.signal_events.
        points: Its days of review.signal_points with the chance and the events of each.
        known: What is published of the tutor.
    """
    told, seen = side.answer(signal.as_of), side.counted(signal.as_of)
    yield count("events", told.events, signal.events)
    yield count("trials", told.trials, signal.trials)
    if signal.trials:
        peers = None if signal.reference is None else signal.reference * signal.trials
        yield count("expected of peers", told.expected, peers)
    yield from _of_sessions(seen, signal)
    if signal.enough:
        yield share("chance", told.chance, signal.chance)
        yield from _of_range(side.range(told), signal)
    if events:
        yield count("sessions listed", len(seen), len(events))
    yield from _excused(side, signal, seen, events)
    for day, chance, counted in points:
        if day - timedelta(days=side.looks_back - 1) >= known.kept_from:
            of_day = side.answer(day)
            enough = of_day.events >= known.terms.min_events
            yield count(f"events on {day}", of_day.events, counted, is_detail=True)
            yield share(f"chance on {day}", of_day.chance * enough, chance, is_detail=True)


def lies_in(day: date, last: date, days: int) -> bool:
    """Tell whether a day is one of so many that end with the last."""
    return last - timedelta(days=days) < day <= last


def of_ratio(events: float, trials: float, learnt: Learnt) -> Belief:
    """Say what is believed of a tutor's own rate, events a trial, beside what is usual."""
    return believed(Weeks([events], [trials]), [1.0], learnt.by_trial)


def range_of(tonight: Answer, known: Known, expected: Expected) -> Range:
    """Bound such a rate by the central interval."""
    learnt = expected.on(known.as_of)
    if learnt is None:
        return Range()
    belief = of_ratio(tonight.events, tonight.trials, learnt)
    most, beyond = _TIMES_MOST * learnt.usual, (1 - known.terms.confidence) / 2
    return Range(
        rate=belief.mean,
        low=belief.bound(beyond, most=most),
        high=belief.bound(1 - beyond, most=most),
        once_in=once_in(tonight.events, tonight.expected),
    )


def _of_sessions(seen: Sequence[Counted], signal: Signal) -> Iterator[Figure]:
    students = {one.student_id for one in seen if one.student_id is not None}
    spells = [one.spell for one in seen if one.spell]
    inside = [one for one in spells if spells.count(one) > 1]
    yield count("students", len(students), signal.students)
    yield count("spells", len(set(inside)), signal.spells)
    yield count("sessions in spells", len(inside), signal.spell_sessions)


def _of_range(found: Range, signal: Signal) -> Iterator[Figure]:
    yield share("expected rate", found.rate, signal.rate)
    if signal.rate_low is not None:
        yield share("rate from", found.low, signal.rate_low)
        yield share("rate to", found.high, signal.rate_high)
    yield count("where peers are, once in", found.once_in, signal.once_in)


def _excused(
    side: Side, signal: Signal, seen: Sequence[Counted], events: Sequence[Event]
) -> Iterator[Figure]:
    known = {one.session_id: one for one in seen}
    for one in events:
        found = known.get(one.session_id)
        yield count(
            f"{one.session_id} counts", found.event if found else nan, one.event, is_detail=True
        )
        if one.chance_without is not None:
            left = side.answer(signal.as_of, without=one.session_id).chance if found else nan
            yield share(f"were {one.session_id} excused", left, one.chance_without, is_detail=True)
