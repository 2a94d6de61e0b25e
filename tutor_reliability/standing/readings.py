"""Read a meter on a day, naively: merge, derive, forgive, look through the window, count."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tutor_reliability.policy.model import (
    EVIDENCE,
    Best,
    Choose,
    Every,
    Last,
    Meter,
    Policy,
    Rule,
    SinceReset,
    Window,
)
from tutor_reliability.standing.incidents import History, Incident
from tutor_reliability.standing.periods import period_start
from tutor_reliability.standing.points import balance
from tutor_reliability.standing.worlds import Id, forgiven_ids, order, standing_in, triggering


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The question: what did the meters of this tutor read that day, by what was known then?"""

    history: History
    resets: Mapping[str, tuple[date, ...]]
    day: date
    known_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A meter's value (None: unrated) and the incidents it counts."""

    value: float | None
    incidents: tuple[Incident, ...] = ()


def ask(text: Policy, meter: Meter, asked: Asked) -> Reading:
    """Read a meter at the end of a day."""
    if meter.kind == EVIDENCE:
        return _last_chance(meter, asked)
    sessions = sorted(
        standing_in(text, meter, known(meter, asked)) + _kept(meter, asked), key=order(meter)
    )
    if meter.kind == "ledger":
        return _read_ledger(meter, sessions, asked)
    if isinstance(meter.window, Choose):
        return _read(meter, _chosen(meter, meter.window, sessions, asked), sessions, asked)
    if isinstance(meter.window, Best):
        found = [_read(meter, one, sessions, asked) for one in meter.window.windows]
        return _kindest(meter, sessions, found)
    return _read(meter, meter.window, sessions, asked)


def _last_chance(meter: Meter, asked: Asked) -> Reading:
    """Give the chance as it was last asked, with the sessions it rested on; else unrated."""
    point = asked.history.last_point(meter.signal, asked.day)
    return Reading(value=point.chance, incidents=point.incidents) if point else Reading(value=None)


def asked_on(text: Policy, rule: Rule, asked: Asked) -> bool:
    """Tell whether a rule is asked about a day because of what fell on it.

    That is a session of its classes, or for a crossing of its meters, that stands in every meter
    it tests.
    """
    meters = [text.meter(one.meter) for one in rule.when]
    standing = {meter.name: _triggering(text, meter, asked) for meter in meters}
    return any(
        one.on(meter.axis) == asked.day
        and one.outcome in (meter.of if rule.trigger == "crossing" else rule.on)
        and all(one.kept or one.id in standing[other.name] for other in meters)
        for meter in meters
        for one in standing[meter.name].values()
    )


def _triggering(text: Policy, meter: Meter, asked: Asked) -> dict[Id, Incident]:
    found = triggering(text, meter, known(meter, asked)) + _kept(meter, asked)
    return {one.id: one for one in found}


def known(meter: Meter, asked: Asked) -> list[Incident]:
    """Give what had fallen by the asked day, and counted by the night, in a meter."""
    return [
        one
        for one in asked.history.incidents
        if one.is_in(meter)
        and one.counts_from <= asked.known_on
        and one.on(meter.axis) <= asked.day
    ]


def _kept(meter: Meter, asked: Asked) -> list[Incident]:
    named = {*meter.of, *meter.among}
    return [
        Incident(
            session_id=f"{kept.outcome} {day} {number}",
            day=day,
            outcome=kept.outcome,
            counts_from=day,
            weight=kept.weight,
            kept=True,
        )
        for kept in asked.history.kept
        if kept.outcome in named
        for day in kept.days
        if day <= asked.day
        for number in range(kept.on(day))
    ]


def _read(meter: Meter, window: Window, sessions: Sequence[Incident], asked: Asked) -> Reading:
    inside = _inside(meter, window, sessions, asked)
    if meter.kind == "streak":
        return _streak(meter, inside)
    counted = [one for one in inside if one.outcome in meter.of]
    if meter.kind == "rate":
        volume = sum(1 for one in inside if one.outcome in meter.among)
        rated = volume > 0 and volume >= meter.min_volume
        return Reading(
            value=len(counted) / volume if rated else None, incidents=_incidents(counted)
        )
    forgiven = forgiven_ids(meter, sessions)
    left = [one for one in counted if one.id not in forgiven]
    weights: dict[object, float] = {}
    for one in left:
        key = distinct_key(meter, one)
        weights[key] = max(weights.get(key, 0.0), one.weight if meter.weighted else 1.0)
    return Reading(value=rounded(sum(weights.values())), incidents=_incidents(left))


def rounded(value: float) -> float:
    """Round away what the order of additions leaves: 0.1 three times is 0.3."""
    return round(float(value), 9)


def distinct_key(meter: Meter, one: Incident) -> object:
    """Give what an incident must differ in from another to count beside it."""
    keys: dict[str, object] = {
        "": one.id,
        "student": one.student_id or one.id,
        "day": one.on(meter.axis),
        "reason": one.reason or "none",
    }
    return keys[meter.distinct]


def _streak(meter: Meter, inside: Sequence[Incident]) -> Reading:
    row: list[Incident] = []
    for one in inside:
        if one.outcome in meter.of:
            row.append(one)
        elif one.outcome in meter.among:
            row = []
    return Reading(value=float(len(row)), incidents=_incidents(row))


def _incidents(sessions: Sequence[Incident]) -> tuple[Incident, ...]:
    return tuple(one for one in sessions if not one.kept)


def _inside(
    meter: Meter, window: Window, sessions: Sequence[Incident], asked: Asked
) -> list[Incident]:
    if isinstance(window, Last):
        row = [one for one in sessions if one.outcome in meter.among]
        return row[-window.sessions :]
    outside = outside_of(meter, window, asked)
    return [one for one in sessions if one.on(meter.axis) > outside]


def outside_of(meter: Meter, window: Window, asked: Asked) -> date:
    """Give the last day before the window that ends on the asked day."""
    if isinstance(window, SinceReset):
        return last_reset(meter, asked)
    if isinstance(window, Every):
        anchor = window.anchor or asked.history.began or asked.day
        return period_start(asked.day, window.length, anchor) - timedelta(days=1)
    return window.before(asked.day)


def last_reset(meter: Meter, asked: Asked) -> date:
    """Give the last day up to the asked one on which a person made the meter begin anew."""
    days = asked.resets.get(meter.name, ())
    index = bisect_right(days, asked.day)
    return days[index - 1] if index else date.min


def _chosen(meter: Meter, window: Choose, sessions: Sequence[Incident], asked: Asked) -> Window:
    """Give the first window whose volume suffices, else the last."""
    for choice in window.choices:
        inside = _inside(meter, choice.window, sessions, asked)
        volume = sum(1 for one in inside if one.outcome in (meter.among or meter.of))
        if volume >= choice.min_volume:
            return choice.window
    return window.choices[-1].window


def _kindest(meter: Meter, sessions: Sequence[Incident], found: list[Reading]) -> Reading:
    rated = [one for one in found if one.value is not None]
    if not rated:
        return found[0]
    good = all(one.kept for one in sessions if one.outcome in meter.of)
    return (max if good else min)(rated, key=lambda one: one.value or 0.0)


def _read_ledger(meter: Meter, sessions: Sequence[Incident], asked: Asked) -> Reading:
    found = balance(
        meter,
        sessions,
        began=asked.history.judged_from,
        reset=last_reset(meter, asked),
        day=asked.day,
    )
    return Reading(value=found.value, incidents=_incidents(found.costing))
