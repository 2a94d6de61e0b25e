"""Read a meter on any day, fast: sorted days, running sums, bisection; the same as `readings`.

A tape holds what stands in one meter of one tutor by some night. Sessions that took place are
only ever counted, never listed.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate

from tutor_reliability.policy.model import Best, Choose, Last, Meter, Window
from tutor_reliability.standing.incidents import Incident, Kept
from tutor_reliability.standing.ledger_path import LedgerPath
from tutor_reliability.standing.readings import (
    Asked,
    Reading,
    distinct_key,
    last_reset,
    outside_of,
    rounded,
)
from tutor_reliability.standing.worlds import forgiven_ids


@dataclass(slots=True)
class Row:
    """Incidents in order, and what they weigh up to each."""

    incidents: Sequence[Incident]
    days: list[date]
    weights: list[float] = field(default_factory=list)

    @classmethod
    def of(cls, incidents: Sequence[Incident], axis: str) -> "Row":
        """Line incidents up."""
        return cls(incidents, [one.on(axis) for one in incidents])

    def between(self, outside: date, day: date) -> Sequence[Incident]:
        """Give those after one day and up to another."""
        return self.incidents[bisect_right(self.days, outside) : bisect_right(self.days, day)]

    def number(self, outside: date, day: date) -> int:
        """Count those after one day and up to another."""
        return bisect_right(self.days, day) - bisect_right(self.days, outside)

    def weight(self, outside: date, day: date) -> float:
        """Weigh those after one day and up to another."""
        if not self.weights:
            self.weights = [0.0, *accumulate(one.weight for one in self.incidents)]
        return (
            self.weights[bisect_right(self.days, day)]
            - self.weights[bisect_right(self.days, outside)]
        )

    def last(self, day: date) -> date:
        """Give the last day up to a day on which there is one; date.min for none."""
        index = bisect_right(self.days, day)
        return self.days[index - 1] if index else date.min


class Tape:
    """What stands in a meter, ready to be read on any day that its night knew."""

    def __init__(self, meter: Meter, standing: Sequence[Incident], asked: Asked) -> None:
        """Line up what stands.

        Args:
            meter: The meter.
            standing: Incidents that stand in it, in its order: merged, derived, none used up.
            asked: Any question of the tutor; only the tutor matters.
        """
        self.meter = meter
        self.asked = asked
        axis = meter.axis
        forgiven = forgiven_ids(meter, standing) if meter.kind == "count" else set()
        self.of = Row.of([one for one in standing if one.outcome in meter.of], axis)
        self.counted = self.of
        if forgiven:
            left = [
                one for one in self.of.incidents if (one.session_id, one.outcome) not in forgiven
            ]
            self.counted = Row.of(left, axis)
        self.among = Row.of([one for one in standing if one.outcome in meter.among], axis)
        self.breaks = Row.of(
            [one for one in self.among.incidents if one.outcome not in meter.of], axis
        )
        kept = asked.history.kept
        self.kept_of = [one for one in kept if one.outcome in meter.of and one.days]
        self.kept_among = [one for one in kept if one.outcome in meter.among and one.days]
        self.kept_breaks = [one for one in self.kept_among if one.outcome not in meter.of]
        self.path = LedgerPath(meter, standing, asked) if meter.ledger else None

    def read(self, day: date) -> Reading:
        """Read it at the end of a day."""
        asked = Asked(history=self.asked.history, resets=self.asked.resets, day=day, known_on=day)
        if self.path is not None:
            return self.path.read(day, last_reset(self.meter, asked))
        window = self.meter.window
        if isinstance(window, Choose):
            return self._read(self._chosen(window, asked), asked)
        if isinstance(window, Best):
            return self._kindest([self._read(one, asked) for one in window.windows], day)
        return self._read(window, asked)

    def _read(self, window: Window, asked: Asked) -> Reading:
        if isinstance(window, Last):
            return self._of_last(window.sessions, asked.day)
        outside = outside_of(self.meter, window, asked)
        if self.meter.kind == "streak":
            return self._streak(outside, asked.day)
        if self.meter.kind == "rate":
            return self._rate(outside, asked.day)
        return self._count(outside, asked.day)

    def _count(self, outside: date, day: date) -> Reading:
        counted = self.counted.between(outside, day)
        if self.meter.distinct:
            value = distinct_weight(self.meter, counted)
        elif self.meter.weighted:
            value = sum(one.weight for one in counted)
        else:
            value = float(len(counted))
        value += sum(
            (one.weight if self.meter.weighted else 1.0) * number
            for one, number in _kept_between(self.kept_of, outside, day)
        )
        return Reading(value=rounded(value), incidents=tuple(counted))

    def _rate(self, outside: date, day: date) -> Reading:
        counted = self.of.between(outside, day)
        number = len(counted) + _sum_between(self.kept_of, outside, day)
        return self._rated(number, self._volume(outside, day), counted)

    def _rated(self, number: int, volume: int, counted: Sequence[Incident]) -> Reading:
        rated = volume > 0 and volume >= self.meter.min_volume
        return Reading(value=number / volume if rated else None, incidents=tuple(counted))

    def _volume(self, outside: date, day: date) -> int:
        return self.among.number(outside, day) + _sum_between(self.kept_among, outside, day)

    def _streak(self, outside: date, day: date) -> Reading:
        """Count from the last break on; what took place stands last in its day."""
        by_kept = max((_last_day(one, day) for one in self.kept_breaks), default=date.min)
        by_incident = self.breaks.last(day)
        last = max(by_kept, by_incident)
        start = max(last, outside)
        counted = self.of.between(start, day)
        number = len(counted) + _sum_between(self.kept_of, start, day)
        if by_incident > by_kept and by_incident > outside:
            number += sum(one.on(by_incident) for one in self.kept_of)
        return Reading(value=float(number), incidents=tuple(counted))

    def _of_last(self, sessions: int, day: date) -> Reading:
        """Read the newest so many sessions: incidents by their rank, the rest what took place."""
        upto = self.among.between(date.min, day)
        kept = sum(one.upto(day) for one in self.kept_among)
        inside: list[Incident] = []
        for after, one in enumerate(reversed(upto)):
            before = sum(each.upto(self._day_before(one)) for each in self.kept_among)
            if after + kept - before >= sessions:
                break
            inside.append(one)
        inside.reverse()
        total = min(sessions, len(upto) + kept)
        newest = self._newest_kept(total - len(inside), day)
        return self._of_row(inside, newest, total, day)

    def _day_before(self, one: Incident) -> date:
        return date.fromordinal(one.on(self.meter.axis).toordinal() - 1)

    def _newest_kept(self, number: int, day: date) -> list[tuple[Kept, int]]:
        """Give how many of each outcome are among the newest so many that took place."""
        found: dict[str, int] = {}
        days = sorted({one for each in self.kept_among for one in each.days if one <= day})
        while number and days:
            at = days.pop()
            for each in sorted(self.kept_among, key=self._kept_order, reverse=True):
                taken = min(number, each.on(at))
                found[each.outcome] = found.get(each.outcome, 0) + taken
                number -= taken
        return [(one, found.get(one.outcome, 0)) for one in self.kept_among]

    def _kept_order(self, one: Kept) -> tuple[bool, float, str]:
        return (one.outcome not in self.meter.of, -one.weight, one.outcome)

    def _of_row(
        self,
        inside: Sequence[Incident],
        newest: Sequence[tuple[Kept, int]],
        total: int,
        day: date,
    ) -> Reading:
        of = self.meter.of
        counted = [one for one in inside if one.outcome in of]
        kept = [(one, number) for one, number in newest if one.outcome in of]
        if self.meter.kind == "rate":
            return self._rated(len(counted) + sum(n for _, n in kept), total, counted)
        if self.meter.kind == "streak":
            return self._streak_of_last(total, inside, day)
        left = {id(one) for one in self.counted.incidents}
        counted = [one for one in counted if id(one) in left]
        weighted = self.meter.weighted
        if self.meter.distinct:
            value = distinct_weight(self.meter, counted)
        else:
            value = sum(one.weight if weighted else 1.0 for one in counted)
        value += sum((one.weight if weighted else 1.0) * number for one, number in kept)
        return Reading(value=rounded(value), incidents=tuple(counted))

    def _streak_of_last(self, total: int, inside: Sequence[Incident], day: date) -> Reading:
        axis = self.meter.axis
        by_kept = max((_last_day(one, day) for one in self.kept_breaks), default=date.min)
        by_incident = self.breaks.last(day)
        start = max(by_kept, by_incident)
        run = [one for one in inside if one.outcome in self.meter.of and one.on(axis) > start]
        every = [one for one in self.among.between(start, day) if one.outcome in self.meter.of]
        kept = [one for one in self.kept_among if one.outcome in self.meter.of]
        number = len(every) + _sum_between(kept, start, day)
        if by_incident > by_kept:
            number += sum(one.on(by_incident) for one in kept)
        return Reading(value=float(min(total, number)), incidents=tuple(run))

    def _chosen(self, window: Choose, asked: Asked) -> Window:
        for choice in window.choices:
            if self._volume_in(choice.window, asked) >= choice.min_volume:
                return choice.window
        return window.choices[-1].window

    def _volume_in(self, window: Window, asked: Asked) -> int:
        if isinstance(window, Last):
            return min(window.sessions, self._volume(date.min, asked.day))
        outside = outside_of(self.meter, window, asked)
        if self.meter.among:
            return self._volume(outside, asked.day)
        return self.of.number(outside, asked.day) + _sum_between(self.kept_of, outside, asked.day)

    def _kindest(self, found: list[Reading], day: date) -> Reading:
        rated = [one for one in found if one.value is not None]
        if not rated:
            return found[0]
        good = not self.of.between(date.min, day)
        return (max if good else min)(rated, key=lambda one: one.value or 0.0)


def distinct_weight(meter: Meter, counted: Sequence[Incident]) -> float:
    """Sum the heaviest of each student, day or reason; 1 each where weights do not count."""
    weights: dict[object, float] = {}
    for one in counted:
        key = distinct_key(meter, one)
        weights[key] = max(weights.get(key, 0.0), one.weight if meter.weighted else 1.0)
    return sum(weights.values())


def _kept_between(kept: Sequence[Kept], outside: date, day: date) -> list[tuple[Kept, int]]:
    return [(one, one.upto(day) - one.upto(outside)) for one in kept]


def _sum_between(kept: Sequence[Kept], outside: date, day: date) -> int:
    return sum(one.upto(day) - one.upto(outside) for one in kept)


def _last_day(one: Kept, day: date) -> date:
    index = bisect_right(one.days, day)
    return one.days[index - 1] if index else date.min
