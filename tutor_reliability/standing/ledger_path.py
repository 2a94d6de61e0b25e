"""A ledger's balance on any day, fast: its path is folded once where nothing later changes it."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tutor_reliability.policy.model import Ledger, Meter
from tutor_reliability.standing.incidents import Incident
from tutor_reliability.standing.points import (
    balance,
    clamped,
    clean_days,
    costs_points,
    priced,
)
from tutor_reliability.standing.readings import Asked, Reading
from tutor_reliability.standing.worlds import order


@dataclass(frozen=True, slots=True)
class _Path:
    """The balance after each day on which it moved, and the entries that cost."""

    days: list[date]
    values: list[float]
    costing: list[Incident]
    costing_days: list[date]


class LedgerPath:
    """One ledger of one tutor."""

    def __init__(self, meter: Meter, standing: Sequence[Incident], asked: Asked) -> None:
        """Take what stands in the meter; what took place is priced by the day."""
        assert meter.ledger is not None  # noqa: S101 - its kind says so
        self.meter = meter
        self.ledger: Ledger = meter.ledger
        self.asked = asked
        self._paths: dict[date, _Path] = {}
        points = self.ledger.points
        kept = [one for one in asked.history.kept if one.outcome in points]
        self.tiered = any(len(points[one.outcome]) > 1 for one in kept)
        entries = [one for one in standing if one.outcome in points]
        if self.tiered:
            entries = sorted((*entries, *_expanded(asked)), key=order(meter))
            kept = []
        self.entries = entries
        self.kept = kept

    def read(self, day: date, reset: date) -> Reading:
        """Give the balance at the end of a day, begun anew after the reset."""
        if self.ledger.retroactive or self.ledger.expires or self.tiered:
            return self._anew(day, reset)
        if reset not in self._paths:
            self._paths[reset] = self._walk(reset)
        path = self._paths[reset]
        index = bisect_right(path.days, day)
        value = path.values[index - 1] if index else self._resting()
        costing = path.costing[: bisect_right(path.costing_days, day)]
        return Reading(
            value=round(value, 9), incidents=tuple(one for one in costing if not one.kept)
        )

    def _resting(self) -> float:
        return self.ledger.start

    def _anew(self, day: date, reset: date) -> Reading:
        """Fold the entries that stand on a day; what took place as so many entries a day."""
        kept = [] if self.tiered else _expanded(self.asked)
        entries = sorted((*self.entries, *kept), key=order(self.meter))
        found = balance(
            self.meter,
            [one for one in entries if one.on(self.meter.axis) <= day],
            began=self.asked.history.judged_from,
            reset=reset,
            day=day,
        )
        return Reading(
            value=found.value, incidents=tuple(one for one in found.costing if not one.kept)
        )

    def _walk(self, reset: date) -> _Path:
        axis = self.meter.axis
        after = [one for one in self.entries if one.on(axis) > reset]
        prices = priced(self.meter, self.ledger, after)
        by_day: dict[date, float] = {}
        costing = [one for one, price in prices if costs_points(self.ledger, one, price)]
        costs = [one.on(axis) for one in costing]
        for one, price in prices:
            by_day[one.on(axis)] = by_day.get(one.on(axis), 0.0) + price
        for each in self.kept:
            price = self.ledger.points[each.outcome][0]
            days = [one for one in each.days if one > reset]
            costs += days if price < 0 else []
            for one_day in days:
                by_day[one_day] = by_day.get(one_day, 0.0) + price * each.on(one_day)
        return self._folded(by_day, costing, sorted(costs), reset)

    def _folded(
        self, by_day: dict[date, float], costing: list[Incident], costs: list[date], reset: date
    ) -> _Path:
        began = self.asked.history.judged_from
        first = max(reset, began) if began else None
        clean = clean_days(self.ledger, costs, first, self.asked.day)
        value = self.ledger.start
        path = _Path([], [], costing, [one.on(self.meter.axis) for one in costing])
        for day in sorted({*by_day, *clean}):
            if day in clean and self.ledger.clean:
                resets = self.ledger.clean.resets
                value = self.ledger.start if resets else value + self.ledger.clean.adds
            value = clamped(self.ledger, value + by_day.get(day, 0.0))
            path.days.append(day)
            path.values.append(value)
        return path


def _expanded(asked: Asked) -> list[Incident]:
    """Write out what took place, one entry a session."""
    return [
        Incident(
            session_id=f"{one.outcome} {day} {number}",
            day=day,
            outcome=one.outcome,
            counts_from=day,
            weight=one.weight,
            kept=True,
        )
        for one in asked.history.kept
        for day in one.days
        for number in range(one.on(day))
    ]
