"""Who cannot have a spell tonight, found for all tutors at once: a bound, never a verdict.

A rule that asks for at least three in ninety days needs three incidents within ninety days,
whatever merging, forgiving and excuses then take away. Where no such bound is plain the tutor is
asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tutor_reliability.policy.durations import Length
from tutor_reliability.policy.model import (
    EVIDENCE,
    Book,
    Calendar,
    Comparison,
    Every,
    Ledger,
    Meter,
    Policy,
    Rolling,
    Rule,
    Window,
)

_MOST_DAYS = {"mo": 31, "y": 366}
_UNIT_DAYS = {"week": 7, "month": 31, "quarter": 92, "year": 366}
_APART = 1 << 22
"""More days than any calendar has: keeps tutors apart on one axis."""
Tutors = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """All incidents of all tutors, a column each; tutors by number, sorted by tutor.

    `days` holds the day's ordinal on each axis; `whole` is false where an excuse took the
    incident out of every meter. `chances` holds the highest chance that each signal ever gave of
    each tutor, 0 for none.
    """

    tutors: int
    tutor: NDArray[np.int64]
    outcome: NDArray[np.int64]
    names: tuple[str, ...]
    days: dict[str, NDArray[np.int64]]
    weight: NDArray[np.float64]
    whole: NDArray[np.bool_]
    chances: dict[str, NDArray[np.float64]] = field(default_factory=dict)

    def of(self, outcomes: Iterable[str]) -> NDArray[np.bool_]:
        """Mark the incidents of some outcomes that count somewhere."""
        wanted = [number for number, name in enumerate(self.names) if name in set(outcomes)]
        return np.isin(self.outcome, wanted) & self.whole


def may_fire(book: Book, rows: Rows, kept: frozenset[str]) -> Tutors:
    """Mark the tutors of whom some rule of some text may have held.

    Args:
        book: The texts.
        rows: All incidents.
        kept: The outcomes of sessions that took place, of which no row is given.
    """
    found = np.zeros(rows.tutors, dtype=bool)
    for its in may_hold(book, rows, kept).values():
        found |= its
    return found


def may_hold(book: Book, rows: Rows, kept: frozenset[str]) -> dict[str, Tutors]:
    """Mark for each rule, by name, the tutors of whom it may have held in some text."""
    found: dict[str, Tutors] = {}
    for text in book.variants:
        for rule in text.rules:
            its = _may_hold(text, rule, rows, kept)
            found[rule.name] = found[rule.name] | its if rule.name in found else its
    return found


def asks_everybody(book: Book, kept: frozenset[str]) -> bool:
    """Tell whether a rule may hold of a tutor without a single incident."""
    nobody = Rows(
        tutors=1,
        tutor=np.zeros(0, dtype=np.int64),
        outcome=np.zeros(0, dtype=np.int64),
        names=(),
        days={axis: np.zeros(0, dtype=np.int64) for axis in ("start", "event", "report")},
        weight=np.zeros(0),
        whole=np.zeros(0, dtype=bool),
    )
    return bool(may_fire(book, nobody, kept)[0])


def _may_hold(text: Policy, rule: Rule, rows: Rows, kept: frozenset[str]) -> Tutors:
    found = np.ones(rows.tutors, dtype=bool)
    if rule.trigger == "incident" and not kept.intersection(rule.on):
        found &= _number(rows, _sources(text, rule.on)) > 0
    for comparison in rule.when:
        found &= _may_compare(text, text.meter(comparison.meter), comparison, rows, kept)
    return found


def _may_compare(
    text: Policy, meter: Meter, comparison: Comparison, rows: Rows, kept: frozenset[str]
) -> Tutors:
    if meter.kind == EVIDENCE:
        return _may_begin(meter, comparison, rows)
    if meter.ledger is not None:
        return _may_reach(text, meter, meter.ledger, comparison, rows)
    least = _least(comparison)
    if least is None or kept.intersection(meter.of):
        return np.ones(rows.tutors, dtype=bool)
    if meter.kind == "rate":
        return _number(rows, _sources(text, meter.of)) > 0
    made = len(text.derives) + 1 if _makes(text, meter.of) else 1
    within = _days(meter.window) if made == 1 and meter.kind == "count" else None
    heaviest = meter.weighted and meter.kind == "count"
    most = _most(rows, meter, _sources(text, meter.of), within, weighted=heaviest)
    heavy = max((one.weight for one in text.derives), default=1.0) if heaviest else 1.0
    return most * made * max(heavy, 1.0) >= least


def _may_begin(meter: Meter, comparison: Comparison, rows: Rows) -> Tutors:
    """Mark those of whom a signal ever gave so high a chance; nobody has one without points."""
    highest = rows.chances.get(meter.signal, np.zeros(rows.tutors))
    if comparison.sign == ">":
        return highest > comparison.number
    return (highest > 0) & (highest >= comparison.number)


def _least(comparison: Comparison) -> float | None:
    """Give what a meter must at least read above nothing; None where nothing may do."""
    if comparison.sign in (">=", "==") and comparison.number > 0:
        return comparison.number
    if comparison.sign == ">" and comparison.number >= 0:
        return comparison.number or np.nextafter(0.0, 1.0)
    return None


def _may_reach(
    text: Policy, meter: Meter, ledger: Ledger, comparison: Comparison, rows: Rows
) -> Tutors:
    """Bound a balance from below by all that costs; other comparisons are not bounded."""
    lowest = {name: min(0.0, *prices) for name, prices in ledger.points.items()}
    falls = comparison.sign in ("<", "<=") and comparison.number < ledger.start
    if ledger.clean and ledger.clean.adds < 0:
        falls = False
    if not falls or _makes(text, meter.of):
        return np.ones(rows.tutors, dtype=bool)
    price = np.array([lowest.get(name, 0.0) for name in (*rows.names, "")])
    taken = np.where(rows.whole, price[rows.outcome], 0.0)
    total = np.bincount(rows.tutor, weights=taken, minlength=rows.tutors)
    return ledger.start + total <= comparison.number


def _sources(text: Policy, outcomes: Iterable[str]) -> set[str]:
    """Name the outcomes and all of which derived ones among them are made."""
    found = set(outcomes)
    for derive in reversed(text.derives):
        if derive.to in found:
            found |= set(derive.sources)
    return found


def _makes(text: Policy, outcomes: Iterable[str]) -> bool:
    return any(one.to in set(outcomes) for one in text.derives)


def _number(rows: Rows, outcomes: Iterable[str]) -> NDArray[np.int64]:
    return np.bincount(rows.tutor[rows.of(outcomes)], minlength=rows.tutors)


def _most(
    rows: Rows, meter: Meter, outcomes: Iterable[str], within: int | None, *, weighted: bool
) -> NDArray[np.float64]:
    """Give each tutor's most in any window of so many days that ends with one of them."""
    mine = rows.of(outcomes)
    tutor = rows.tutor[mine]
    weight = rows.weight[mine] if weighted else np.ones(len(tutor))
    if within is None:
        return np.bincount(tutor, weights=weight, minlength=rows.tutors).astype(np.float64)
    place = tutor * _APART + rows.days[meter.axis][mine]
    order = np.argsort(place, kind="stable")
    place, tutor = place[order], tutor[order]
    total = np.concatenate(([0.0], np.cumsum(weight[order])))
    upto = np.searchsorted(place, place, side="right")
    from_ = np.searchsorted(place, place - min(within, _APART // 8), side="right")
    found = np.zeros(rows.tutors)
    np.maximum.at(found, tutor, np.round(total[upto] - total[from_], 6) + 1e-5 * weighted)
    return found


def _days(window: Window) -> int | None:
    """Give the most days a window can hold; None for no bound."""
    if isinstance(window, Rolling):
        return _most_days(window.length)
    if isinstance(window, Every):
        return _most_days(window.length)
    return _UNIT_DAYS[window.unit] if isinstance(window, Calendar) else None


def _most_days(length: Length) -> int:
    if length.unit in _MOST_DAYS:
        return length.number * _MOST_DAYS[length.unit]
    return max(1, length.days)
