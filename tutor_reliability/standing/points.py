"""A ledger's balance on a day, naively: entries priced, then folded day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tutor_reliability.policy.durations import Length
from tutor_reliability.policy.model import Ledger, Meter
from tutor_reliability.standing.incidents import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """A ledger's value, and the entries that cost and still stand in it."""

    value: float
    costing: tuple[Incident, ...]


def balance(
    meter: Meter,
    sessions: Sequence[Incident],
    *,
    began: date | None,
    reset: date,
    day: date,
) -> Balance:
    """Fold a ledger's entries up to a day.

    Args:
        meter: The meter.
        sessions: What stands in the meter, in order, up to the day.
        began: The day from which the first clean period is counted.
        reset: The last day on which a person made it begin anew.
        day: The last day that counts.
    """
    ledger = meter.ledger
    assert ledger is not None  # noqa: S101 - its kind says so
    entries = [
        one for one in sessions if one.outcome in ledger.points and one.on(meter.axis) > reset
    ]
    prices = priced(meter, ledger, entries)
    costs = [one.on(meter.axis) for one, price in prices if costs_points(ledger, one, price)]
    standing = [
        (one, price)
        for one, price in prices
        if ledger.expires is None or one.on(meter.axis) > ledger.expires.before(day)
    ]
    by_day: dict[date, float] = {}
    for one, price in standing:
        by_day[one.on(meter.axis)] = by_day.get(one.on(meter.axis), 0.0) + price
    clean = clean_days(ledger, costs, max(reset, began) if began else None, day)
    value = ledger.start
    for each in sorted({*by_day, *clean}):
        if each in clean and ledger.clean:
            value = ledger.start if ledger.clean.resets else value + ledger.clean.adds
        value = clamped(ledger, value + by_day.get(each, 0.0))
    costing = tuple(one for one, price in standing if costs_points(ledger, one, price))
    return Balance(value=round(value, 9), costing=costing)


def costs_points(ledger: Ledger, one: Incident, price: float) -> bool:
    """Tell whether an entry costs: it takes points, or where none do, is no session that ran."""
    if any(each < 0 for prices in ledger.points.values() for each in prices):
        return price < 0
    return not one.kept


def priced(
    meter: Meter, ledger: Ledger, entries: Sequence[Incident]
) -> list[tuple[Incident, float]]:
    """Price each entry by how many of its class stand in the tier window that ends with it."""
    places = [_place(meter, ledger.tier_window, entries[: n + 1]) for n in range(len(entries))]
    if ledger.retroactive:
        places = [
            max(
                places[later]
                for later in range(number, len(entries))
                if entries[later].outcome == one.outcome
                and _within(ledger.tier_window, one.on(meter.axis), entries[later].on(meter.axis))
            )
            for number, one in enumerate(entries)
        ]
    return [
        (one, ledger.points[one.outcome][min(place, len(ledger.points[one.outcome])) - 1])
        for one, place in zip(entries, places, strict=True)
    ]


def _place(meter: Meter, window: Length | None, entries: Sequence[Incident]) -> int:
    last = entries[-1]
    return sum(
        1
        for one in entries
        if one.outcome == last.outcome and _within(window, one.on(meter.axis), last.on(meter.axis))
    )


def _within(window: Length | None, day: date, ending: date) -> bool:
    return window is None or day > window.before(ending)


def clean_days(ledger: Ledger, costs: Sequence[date], first: date | None, day: date) -> set[date]:
    """Give the last days of full clean periods, each period after the one before or a cost."""
    if ledger.clean is None or first is None:
        return set()
    found = set()
    starts = sorted({first, *(one for one in costs if one >= first)})
    for start, until in zip(starts, [*starts[1:], day + timedelta(days=1)], strict=True):
        end = ledger.clean.lasts.after(start)
        while end < until:
            found.add(end)
            end = ledger.clean.lasts.after(end)
    return found


def clamped(ledger: Ledger, value: float) -> float:
    """Keep a balance between the floor and the cap."""
    if ledger.floor is not None:
        value = max(value, ledger.floor)
    return value if ledger.cap is None else min(value, ledger.cap)
