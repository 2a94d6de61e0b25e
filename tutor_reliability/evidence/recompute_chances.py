"""The chances of a sentence, weighed again from the weeks beneath it, by plain arithmetic.

Also what an excuse and clean weeks would do, and the chance as each past night would have said it.
The prior is the kept one, of review.priors; it is learnt from all tutors and shown beside.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import nan

from tutor_reliability.evidence.belief_by_hand import (
    Belief,
    Kind,
    Weeks,
    believed,
    weighed_starts,
)
from tutor_reliability.evidence.by_hand import Once
from tutor_reliability.evidence.recompute import Figure, Ground
from tutor_reliability.evidence.rows import Event, Signal
from tutor_reliability.policy.model import Evidence
from tutor_reliability.tables.values import HABIT_SIGNALS

WITHIN = 1e-4
"""Chances and rates agree to a hundredth of a per cent: the night leaves out what is unlikelier."""
_ORDINARY = 1.0
_DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What was expected of tutors before looking, kind by kind, by the last day it is learnt from.

    Months that are no longer kept are missing.
    """

    months: Mapping[date, Sequence[Kind]]

    def on(self, day: date) -> Sequence[Kind]:
        """Give what was expected on a day; empty where that is not kept."""
        return self.months.get(day.replace(day=1) - timedelta(days=1), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """One rate, weighed again."""

    ground: Ground
    expected: Expected
    terms: Evidence

    def figures(self) -> Iterator[Figure]:
        """Weigh every figure of its sentence that is a chance, or follows from one."""
        found = self.ground.signal
        if not found.enough:
            return
        weeks, happened = self.ground.weeks(found.as_of, self.terms.weeks)
        kinds = self.expected.on(found.as_of)
        if not kinds:
            return
        starts = weighed_starts(happened, kinds, self.terms.hazard)
        yield from self._of_belief(believed(weeks, starts, kinds))
        if found.chance is not None and found.chance >= self.terms.keep_from:
            yield from self._clean(weeks, happened)
        yield from self._excused(weeks, starts)

    def points(self, points: Iterable[tuple[date, float]], *, kept_from: date) -> Iterator[Figure]:
        """Weigh past nights again whose weeks are all kept.

        Args:
            points: Days asked with the chance of each.
            kept_from: The first day of which days of tutors are kept.
        """
        back = timedelta(days=self.terms.weeks * _DAYS_A_WEEK - 1)
        for day, chance in points:
            if day - back >= kept_from and self.expected.on(day):
                weeks, happened = self.ground.weeks(day, self.terms.weeks)
                yield _share(
                    f"chance on {day}", self._chance(weeks, happened, day), chance, is_detail=True
                )

    def _of_belief(self, belief: Belief) -> Iterator[Figure]:
        found, beyond = self.ground.signal, (1 - self.terms.confidence) / 2
        yield _share("chance", belief.chance_above(self.terms.limit), found.chance)
        yield _share("chance that it changed", 1 - belief.starts[-1], found.chance_of_change)
        changed = belief.since_week < self.terms.weeks
        yield Figure(
            name="weeks since the change",
            rows=belief.since_week if changed else nan,
            table=_weeks_since(found),
        )
        yield _share("expected rate", belief.mean, found.rate)
        if found.rate_low is not None:
            yield _share("rate from", belief.bound(beyond), found.rate_low)
            yield _share("rate to", belief.bound(1 - beyond), found.rate_high)

    def _clean(self, weeks: Weeks, happened: Weeks) -> Iterator[Figure]:
        """Find how many weeks without another event, at the usual load, end the note."""
        found, whole = self.ground.signal, self.terms.weeks
        usual = sum(weeks.load) / max(sum(one > 0 for one in weeks.load), 1)
        number, chance = nan, nan
        for clean in range(1, whole + 1):
            left = self._chance(
                _later(weeks, clean, usual), _later(happened, clean, usual), found.as_of
            )
            if left < self.terms.keep_from:
                number, chance = clean, left
                break
        yield Figure(name="clean weeks", rows=number, table=_or_nan(found.clean_weeks))
        yield _share("chance after them", chance, found.clean_chance)

    def _excused(self, weeks: Weeks, starts: Sequence[float]) -> Iterator[Figure]:
        """Take out each event, with what it was among, and weigh the rest.

        What happened stays as it was, and with it the weights of the weeks.
        """
        left: dict[date, float] = {}
        for event in self.ground.events:
            once = _carrier(event, self.ground.days)
            if event.chance_without is None or once is None:
                continue
            if once.day not in left:
                age = (self.ground.signal.as_of - once.day).days // _DAYS_A_WEEK
                fewer = _without(weeks, age, self._one_load(once))
                left[once.day] = self._above(fewer, starts, self.ground.signal.as_of)
            yield _share(
                f"were {event.session_id} excused",
                left[once.day],
                event.chance_without,
                is_detail=True,
            )

    def _one_load(self, once: Once) -> float:
        return once.load / max(once.sessions, 1.0) if self.ground.by_sessions else once.day_load

    def _chance(self, weeks: Weeks, happened: Weeks, day: date) -> float:
        starts = weighed_starts(happened, self.expected.on(day), self.terms.hazard)
        return self._above(weeks, starts, day)

    def _above(self, weeks: Weeks, starts: Sequence[float], day: date) -> float:
        if sum(weeks.events) < self.terms.min_events:
            return 0.0
        return believed(weeks, starts, self.expected.on(day)).chance_above(self.terms.limit)


def habit_chance(signal: Signal, kinds: Sequence[Kind], terms: Evidence) -> list[Figure]:
    """Weigh the chance of a habit again: its events among its trials, against the usual share.

    Args:
        signal: Its row of review.signals.
        kinds: How tutors spread around the usual share.
        terms: The numbers of the policy's `[evidence]`.
    """
    if signal.signal not in HABIT_SIGNALS or signal.reference is None:
        return []
    if not signal.enough or not kinds:
        return []
    seen = Weeks([signal.events], [signal.trials])
    above = believed(seen, [1.0], kinds).chance_above(terms.habit_ratio * signal.reference)
    return [_share("chance", above, signal.chance)]


def _weeks_since(found: Signal) -> float:
    if found.since is None:
        return nan
    return ((found.as_of - found.since).days + 1) / _DAYS_A_WEEK


def _carrier(event: Event, days: Sequence[Once]) -> Once | None:
    """Find the day that an event stands on: its own, or the first of its spell."""
    return next((one for one in reversed(days) if one.day <= event.day), None)


def _without(weeks: Weeks, age: int, load: float) -> Weeks:
    fewer, among = list(weeks.events), list(weeks.load)
    fewer[age] = max(fewer[age] - 1.0, 0.0)
    among[age] = max(among[age] - min(load, _ORDINARY), 0.0)
    return Weeks(fewer, among)


def _later(weeks: Weeks, clean: int, load: float) -> Weeks:
    """Move weeks into the past and put clean ones before them."""
    whole = len(weeks.events)
    return Weeks([*[0.0] * clean, *weeks.events][:whole], [*[load] * clean, *weeks.load][:whole])


def _share(name: str, rows: float, table: float | None, *, is_detail: bool = False) -> Figure:
    return Figure(
        name=name,
        rows=rows,
        table=_or_nan(table),
        within=WITHIN,
        is_share=True,
        is_detail=is_detail,
    )


def _or_nan(number: float | None) -> float:
    return nan if number is None else number
