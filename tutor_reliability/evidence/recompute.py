"""The figures of a sentence, added up again from the rows beneath it, by plain arithmetic.

`explain` shows both, so that nobody has to take a figure on trust; no library of statistics is
loaded for it. The chance and its range stand in review.signals, with the prior they rest on.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, fsum, inf, isclose, lgamma, log

from tutor_reliability.evidence.rows import COUNTED, EXCUSED, INCIDENT, SAME_SPELL, Event, Signal

_CLOSE = 1e-6
_PARTS = 4096
_NO_MORE = 1e-17


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day with sessions: how many could have been late, and what they weigh."""

    day: date
    exposure: float
    load: float


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
    """What a rate rests on: its events and the days they are among, of the weeks looked at."""

    signal: Signal
    events: Sequence[Event]
    days: Sequence[Day]

    @classmethod
    def of(
        cls, signal: Signal, events: Iterable[Event], days: Iterable[Day], *, first: date
    ) -> "Ground":
        """Keep what lies in the weeks looked at."""
        return cls(
            signal=signal,
            events=[one for one in events if first <= one.day <= signal.as_of],
            days=[one for one in days if first <= one.day <= signal.as_of],
        )

    @property
    def scored(self) -> list[Event]:
        """The late sessions that count, those of a spell included."""
        return [one for one in self.events if one.treatment in (COUNTED, SAME_SPELL)]

    def seen(self, since: date) -> float:
        """Count separate events from a day on."""
        return fsum(one.event for one in self.scored if one.day >= since)

    def trials(self, since: date) -> float:
        """Count what they were among: a spell is one."""
        return self._summed(since, lambda day: day.exposure if self._by_sessions else 1.0, once=1.0)

    def load(self, since: date) -> float:
        """Add up the trials made comparable."""
        return self._summed(since, lambda day: day.load if self._by_sessions else each(day))

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

    def _summed(
        self, since: date, weigh: Callable[[Day], float], *, once: float | None = None
    ) -> float:
        """Sum over days; of those of a spell only what carries its event, as one."""
        lost = {one.day for one in self.scored if one.spell_no is not None or not self._by_sessions}
        carried = [one.day for one in self.scored if one.event and one.day in lost]
        by_day = {one.day: one for one in self.days}
        plain = fsum(weigh(one) for one in self.days if one.day not in lost and one.day >= since)
        return plain + fsum(
            each(by_day[day]) if once is None else once
            for day in carried
            if day >= since and day in by_day
        )


def each(day: Day) -> float:
    """Give what one session of a day weighs on the average, in parts that add up exactly."""
    return round(_PARTS * day.load / day.exposure) / _PARTS


def recomputed(ground: Ground, *, first: date, limit: float) -> list[Figure]:
    """Add up every figure of a rate's sentence that is a sum, and how rare it is.

    Args:
        ground: What it rests on.
        first: The first day of the weeks looked at.
        limit: The rate held against.
    """
    found, events = ground.signal, ground.events
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
        rare = once_in(ground.seen(since), ground.load(since), limit)
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
