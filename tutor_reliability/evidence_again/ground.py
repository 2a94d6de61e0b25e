"""What a rate rests on: the tutor's days counted once, and summed up week by week."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import fsum

from tutor_reliability.evidence.rows import EXCUSED, Event, Signal
from tutor_reliability.evidence_again.belief import Weeks
from tutor_reliability.evidence_again.days import Day, Once, counted_once
from tutor_reliability.policy.model import Evidence

_DAYS_A_WEEK = 7


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
