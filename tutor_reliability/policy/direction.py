"""Whether a change of a policy is stricter or milder for every tutor, where that can be told."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from tutor_reliability.policy.durations import Length
from tutor_reliability.policy.model import (
    Comparison,
    Meter,
    Policy,
    Release,
    Rolling,
    Rule,
    Status,
)
from tutor_reliability.tables import AUDIENCE_VALUES

STRICTER, MILDER = "stricter", "milder"
_Named = TypeVar("_Named")
_HIGHER_IS_MILDER = {
    "evidence_limit": ("limit",),
    "evidence_min_events": ("min_events",),
    "evidence_student_ratio": ("student_ratio",),
    "evidence_chain": ("chain",),
}
_DAYS = {"s": 1 / 86_400, "min": 1 / 1440, "h": 1 / 24, "d": 1.0, "mo": 30.44, "y": 365.25}


def direction(key: str, name: str, old: Policy, new: Policy) -> str:
    """Say whether a clause that differs is stricter or milder; empty where neither is certain.

    Args:
        key: The part of `describe` it is in.
        name: Its name there.
        old: The text before.
        new: The text after.
    """
    ways = set(_WAYS[key](name, old, new)) if key in _WAYS else set()
    return ways.pop() if len(ways) == 1 else ""


def _parameter(name: str, old: Policy, new: Policy) -> Iterator[str]:
    if name == "line":
        yield from _longer(old.line, new.line, STRICTER)
        if old.at_boundary != new.at_boundary:
            yield STRICTER if new.at_boundary == "late" else MILDER
    elif name == "contact_within":
        was, now = old.excuse_terms.contact_within, new.excuse_terms.contact_within
        yield from _longer(was, now, MILDER)
    elif name == "cure":
        if old.cure and new.cure:
            yield from _longer(old.cure.within, new.cure.within, MILDER)
        else:
            yield MILDER if new.cure else STRICTER
    else:
        yield from _evidence(name, old, new)


def _evidence(name: str, old: Policy, new: Policy) -> Iterator[str]:
    """Compare what is too much, or too little to judge: the higher, the milder."""
    for key in _HIGHER_IS_MILDER.get(name, ()):
        was, now = getattr(old.evidence, key), getattr(new.evidence, key)
        if was != now:
            yield MILDER if now > was else STRICTER


def _class(name: str, old: Policy, new: Policy) -> Iterator[str]:
    was, now = _find(old.classes, name), _find(new.classes, name)
    if was is None or now is None:
        return
    same = replace(was, weight=now.weight, words=now.words) == now
    weighted = any(one.weighted and name in one.of for one in new.meters)
    if same and weighted and was.weight != now.weight:
        yield STRICTER if now.weight > was.weight else MILDER


def _amnesty(name: str, old: Policy, new: Policy) -> Iterator[str]:
    was, now = _find(old.amnesties, name), _find(new.amnesties, name)
    if was is None or now is None:
        yield STRICTER if now is None else MILDER


def _meter(name: str, old: Policy, new: Policy) -> Iterator[str]:
    was, now = _find(old.meters, name), _find(new.meters, name)
    if was is None or now is None or was.kind != "count" or not _harms(new, name):
        return
    if not _same_but(was, now):
        yield ""
        return
    if set(was.of) != set(now.of):
        yield STRICTER if set(was.of) < set(now.of) else MILDER if set(now.of) < set(was.of) else ""
    if isinstance(was.window, Rolling) and isinstance(now.window, Rolling):
        yield from _longer(was.window.length, now.window.length, STRICTER)


def _same_but(was: Meter, now: Meter) -> bool:
    """Tell whether two counts differ in what they count and how far back only."""
    rolling = isinstance(was.window, Rolling) and isinstance(now.window, Rolling)
    window = now.window if rolling else was.window
    return replace(was, of=now.of, window=window, shown=now.shown) == now


def _harms(policy: Policy, name: str) -> bool:
    """Tell whether more of a meter is worse wherever a rule reads it."""
    signs = {one.sign for rule in policy.rules for one in rule.when if one.meter == name}
    return bool(signs) and signs <= {">=", ">"}


def _rule(name: str, old: Policy, new: Policy) -> Iterator[str]:
    was, now = _find(old.rules, name), _find(new.rules, name)
    if was is None or now is None:
        yield MILDER if now is None else STRICTER
        return
    effect = replace(
        was.effect,
        lasts=now.effect.lasts,
        human=now.effect.human,
        release=now.effect.release,
    )
    same = replace(was, when=now.when, words=now.words, effect=now.effect) == now
    if not same or effect != now.effect:
        yield ""
        return
    yield from _asks(was, now)
    if was.effect.lasts and now.effect.lasts:
        yield from _longer(was.effect.lasts, now.effect.lasts, STRICTER)
    yield from _released(was.effect.release, now.effect.release)
    if was.effect.human != now.effect.human:
        yield MILDER if now.effect.human else STRICTER


def _released(was: Release | None, now: Release | None) -> Iterator[str]:
    """Compare when two effects on evidence end: later is stricter."""
    if was is None or now is None:
        if was != now:
            yield STRICTER if was is None else MILDER
        return
    if was.below != now.below:
        yield STRICTER if now.below < was.below else MILDER
    yield from _longer(was.lasts, now.lasts, STRICTER)


def _asks(was: Rule, now: Rule) -> Iterator[str]:
    """Compare what two rules ask: each further comparison is milder, as all must hold."""
    before = {one.meter: one for one in was.when}
    after = {one.meter: one for one in now.when}
    if set(before) != set(after):
        yield MILDER if set(before) < set(after) else STRICTER if set(after) < set(before) else ""
    for meter, one in after.items():
        if meter in before:
            yield from _threshold(before[meter], one)


def _threshold(was: Comparison, now: Comparison) -> Iterator[str]:
    if was.number == now.number and was.sign == now.sign:
        return
    both = was.sign != now.sign and was.number != now.number
    if was.sign[0] != now.sign[0] or now.sign == "==" or both:
        yield ""
        return
    up = now.sign[0] == ">"
    if was.number != now.number:
        yield MILDER if (now.number > was.number) == up else STRICTER
    elif len(was.sign) != len(now.sign):
        yield MILDER if len(now.sign) < len(was.sign) else STRICTER


def _status(name: str, old: Policy, new: Policy) -> Iterator[str]:
    was, now = old.statuses.get(name), new.statuses.get(name)
    if was is None or now is None:
        return
    for before, after in zip(_values(was), _values(now), strict=True):
        if before != after:
            yield STRICTER if after > before else MILDER


def _values(status: Status) -> tuple[int, ...]:
    return tuple(
        AUDIENCE_VALUES.index(one)
        for one in (
            status.new_students,
            status.existing_students,
            status.trial_students,
            status.unassigned_sessions,
        )
    )


def _longer(was: Length, now: Length, way: str) -> Iterator[str]:
    """Say which way a length goes, where longer is `way`."""
    before, after = (one.number * _DAYS[one.unit] for one in (was, now))
    if before != after:
        other = MILDER if way == STRICTER else STRICTER
        yield way if after > before else other


def _find(clauses: Sequence[_Named], name: str) -> _Named | None:
    return next((one for one in clauses if getattr(one, "name", "") == name), None)


_WAYS: dict[str, Callable[[str, Policy, Policy], Iterator[str]]] = {
    "parameters": _parameter,
    "classes": _class,
    "amnesties": _amnesty,
    "meters": _meter,
    "rules": _rule,
    "statuses": _status,
}
