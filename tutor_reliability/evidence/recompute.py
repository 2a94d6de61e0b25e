"""The figures of a sentence, added up again from the rows beneath it, by plain arithmetic.

`explain` shows both, so that nobody has to take a figure on trust; no library of statistics is
loaded for it. The chance and its range stand in review.signals, with the prior they rest on.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, fsum, inf, isclose, lgamma, log

from tutor_reliability.evidence.by_hand import Day, Once, counted_once
from tutor_reliability.evidence.rows import COUNTED, EXCUSED, INCIDENT, SAME_SPELL, Event, Signal
from tutor_reliability.policy.model import Evidence

_CLOSE = 1e-6
_DAYS_A_WEEK = 7
_NO_MORE = 1e-17


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure: what the rows add up to, and what the table says."""

    name: str
    rows: float
    table: float

    @property
    def agrees(self) -> bool:
        """Whether both are the same."""
        return isclose(self.rows, self.table, rel_tol=_CLOSE, abs_tol=_CLOSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Seven days from the first on: separate events, what they are among, and that comparable."""

    first: date
    events: float
    trials: float
    load: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a rate rests on in the weeks looked at: its late sessions, and the days counted once."""

    signal: Signal
    events: Sequence[Event]
    days: Sequence[Once]

    @classmethod
    def of(
        cls, signal: Signal, events: Iterable[Event], days: Sequence[Day], terms: Evidence
    ) -> "Ground":
        """Count the days once, and keep what lies in the weeks looked at."""
        first = first_day(signal.as_of, terms)
        return cls(
            signal=signal,
            events=[one for one in events if first <= one.day <= signal.as_of],
            days=[one for one in counted_once(days, terms) if first <= one.day <= signal.as_of],
        )

    @property
    def scored(self) -> list[Event]:
        """The late sessions that count, those of a spell included."""
        return [one for one in self.events if one.treatment in (COUNTED, SAME_SPELL)]

    def seen(self, since: date) -> float:
        """Count separate events from a day on."""
        return self._summed(since, lambda day: day.late_events if self._by_sessions else day.lost)

    def trials(self, since: date) -> float:
        """Count what they were among: a spell is one."""
        return self._summed(since, lambda day: day.sessions if self._by_sessions else day.days)

    def load(self, since: date) -> float:
        """Add up the trials made comparable."""
        return self._summed(since, lambda day: day.load if self._by_sessions else day.day_load)

    def by_week(self, weeks: int) -> list[Week]:
        """Lay out the weeks that the chance is weighed by, newest first."""
        week = timedelta(days=7)
        starts = [self.signal.as_of + timedelta(days=1) - week * (age + 1) for age in range(weeks)]
        return [
            Week(
                first=start,
                events=self.seen(start) - self.seen(start + week),
                trials=self.trials(start) - self.trials(start + week),
                load=self.load(start) - self.load(start + week),
            )
            for start in starts
        ]

    @property
    def _by_sessions(self) -> bool:
        return self.signal.signal == "late_sessions"

    def _summed(self, since: date, weigh: Callable[[Once], float]) -> float:
        return fsum(weigh(one) for one in self.days if one.day >= since)


def first_day(as_of: date, terms: Evidence) -> date:
    """Give the first day that evidence looks back on."""
    return as_of - timedelta(days=terms.weeks * _DAYS_A_WEEK - 1)


def recomputed(ground: Ground, terms: Evidence) -> list[Figure]:
    """Add up every figure of a rate's sentence that is a sum, and how rare it is.

    Args:
        ground: What it rests on.
        terms: The numbers of the policy's `[evidence]`.
    """
    found, events = ground.signal, ground.events
    first = first_day(found.as_of, terms)
    since = found.since or first
    spells = {one.spell_no for one in ground.scored if one.spell_no is not None and one.event}
    inside = [one for one in ground.scored if one.spell_no is not None]
    unscored = [one for one in events if one.treatment in (EXCUSED, INCIDENT)]
    figures = [
        ("separate events", ground.seen(first), found.events),
        ("trials", ground.trials(first), found.trials),
        ("load", ground.load(first), found.load),
        ("events now", ground.seen(since), found.now_events),
        ("trials now", ground.trials(since), found.now_trials),
        ("events before", ground.seen(first) - ground.seen(since), found.before_events),
        ("trials before", ground.trials(first) - ground.trials(since), found.before_trials),
        ("spells", len(spells), found.spells),
        ("late sessions in spells", len(inside), found.spell_sessions),
    ]
    if found.signal == "late_sessions":
        figures.append(("late sessions not counted", len(unscored), found.unscored_sessions))
    if found.once_in is not None:
        rare = once_in(ground.seen(since), ground.load(since), terms.limit)
        figures.append(("at the limit, once in", rare, found.once_in))
    return [Figure(name=name, rows=rows, table=table) for name, rows, table in figures]


def once_in(events: float, load: float, limit: float) -> float:
    """Say once in how many times a tutor exactly at the limit would show so many, or more.

    >>> round(once_in(2, 20.0, 0.05), 3)
    3.784
    """
    expected, count = load * limit, round(events)
    if not count:
        return 1.0
    if not expected:
        return inf
    term = exp(count * log(expected) - expected - lgamma(count + 1))
    parts = [term]
    while term > _NO_MORE * parts[0] or count < expected:
        count += 1
        term *= expected / count
        parts.append(term)
    return 1.0 / fsum(parts) if fsum(parts) else inf
