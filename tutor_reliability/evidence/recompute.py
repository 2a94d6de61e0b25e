"""The counts of a sentence, added up again from the rows beneath it, by plain arithmetic.

`explain` shows both, so that nobody has to take a figure on trust; no library of statistics is
loaded for it. The chances that rest on them are in `recompute_chances`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, fsum, inf, isclose, isnan, lgamma, log

from tutor_reliability.evidence.belief_by_hand import Weeks
from tutor_reliability.evidence.by_hand import Day, Once, counted_once
from tutor_reliability.evidence.rows import EXCUSED, INCIDENT, Event, Signal
from tutor_reliability.policy.model import Evidence

CLOSE = 1e-6
"""Counts agree to so much of themselves."""
_DAYS_A_WEEK = 7
_NO_MORE = 1e-17


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure: what the rows give, and what the table says; NaN where there is none.

    Attributes:
        name: What it is, in words.
        rows: What the rows give.
        table: What the table says.
        within: How far apart both may be.
        is_share: Whether it is a share or a chance, 0 to 1.
        is_detail: Whether no sentence says it by itself: one of many of its sort.
    """

    name: str
    rows: float
    table: float
    within: float = CLOSE
    is_share: bool = False
    is_detail: bool = False

    @property
    def agrees(self) -> bool:
        """Whether both are the same, or neither is there."""
        if isnan(self.rows) or isnan(self.table):
            return isnan(self.rows) and isnan(self.table)
        return isclose(self.rows, self.table, rel_tol=CLOSE, abs_tol=self.within)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Seven days from the first on: separate events, what they are among, and that comparable."""

    first: date
    events: float
    trials: float
    load: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a rate rests on: its late sessions in the weeks looked at, and days counted once.

    Attributes:
        signal: Its row of review.signals.
        events: Its late sessions.
        days: The days of the weeks looked at.
        all_days: Those before as well, which past nights looked at.
        happened: The same with nothing excused.
        students: Students of the late sessions that are not excused; None: not looked up.
    """

    signal: Signal
    events: Sequence[Event]
    days: Sequence[Once]
    all_days: Sequence[Once]
    happened: Sequence[Once]
    students: frozenset[str] | None = None

    @classmethod
    def of(
        cls,
        signal: Signal,
        events: Iterable[Event],
        days: Sequence[Day],
        terms: Evidence,
        *,
        students: Iterable[str] | None = None,
    ) -> "Ground":
        """Count the days once, and keep what lies in the weeks looked at."""
        first = first_day(signal.as_of, terms)
        once = [one for one in counted_once(days, terms) if one.day <= signal.as_of]
        return cls(
            signal=signal,
            events=[one for one in events if first <= one.day <= signal.as_of],
            days=[one for one in once if first <= one.day],
            all_days=once,
            happened=counted_once([one.with_nothing_excused for one in days], terms),
            students=None if students is None else frozenset(students),
        )

    @property
    def in_spells(self) -> list[Event]:
        """The late sessions inside spells, those on the day of an incident included."""
        return [one for one in self.events if one.spell_no is not None and one.treatment != EXCUSED]

    def seen(self, since: date) -> float:
        """Count separate events from a day on."""
        return self._summed(since, lambda day: day.late_events if self.by_sessions else day.lost)

    def trials(self, since: date) -> float:
        """Count what they were among: a spell is one."""
        return self._summed(since, lambda day: day.sessions if self.by_sessions else day.days)

    def load(self, since: date) -> float:
        """Add up the trials made comparable."""
        return self._summed(since, lambda day: day.load if self.by_sessions else day.day_load)

    def weeks(self, until: date, weeks: int) -> tuple[Weeks, Weeks]:
        """Give the weeks that end with a day as the chance is weighed by them.

        Returns:
            What counts, and the same with nothing excused.
        """
        return self._weeks(self.all_days, until, weeks), self._weeks(self.happened, until, weeks)

    def _weeks(self, days: Sequence[Once], until: date, weeks: int) -> Weeks:
        events, load = [0.0] * weeks, [0.0] * weeks
        for one in days:
            age = (until - one.day).days // _DAYS_A_WEEK
            if 0 <= age < weeks:
                events[age] += one.late_events if self.by_sessions else one.lost
                load[age] += one.load if self.by_sessions else one.day_load
        return Weeks(events, load)

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
    def by_sessions(self) -> bool:
        """Whether it counts sessions, not days."""
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
    found = ground.signal
    first = first_day(found.as_of, terms)
    since = found.since or first
    figures = [
        ("separate events", ground.seen(first), found.events),
        ("trials", ground.trials(first), found.trials),
        ("load", ground.load(first), found.load),
    ]
    if found.enough:
        figures += [
            ("events now", ground.seen(since), found.now_events),
            ("trials now", ground.trials(since), found.now_trials),
            ("events before", ground.seen(first) - ground.seen(since), found.before_events),
            ("trials before", ground.trials(first) - ground.trials(since), found.before_trials),
        ]
    if ground.events:
        figures += _of_sessions(ground)
    if found.once_in is not None:
        rare = once_in(ground.seen(since), ground.load(since), terms.limit)
        figures.append(("at the limit, once in", rare, found.once_in))
    return [Figure(name=name, rows=rows, table=table) for name, rows, table in figures]


def _of_sessions(ground: Ground) -> list[tuple[str, float, float]]:
    """Count what only the late sessions tell; they are kept where the chance is of note."""
    found = ground.signal
    spells = {one.spell_no for one in ground.in_spells if one.event}
    unscored = [one for one in ground.events if one.treatment in (EXCUSED, INCIDENT)]
    figures: list[tuple[str, float, float]] = [
        ("spells", len(spells), found.spells),
        ("late sessions in spells", len(ground.in_spells), found.spell_sessions),
    ]
    if ground.by_sessions:
        figures.append(("late sessions not counted", len(unscored), found.unscored_sessions))
    if ground.students is not None:
        figures.append(("students affected", len(ground.students), found.students))
    return figures


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
