"""What is counted, in plain words."""

from collections.abc import Callable, Iterator

from tutor_reliability.policy.model import (
    EVIDENCE,
    Comparison,
    Derive,
    Last,
    Ledger,
    Merge,
    Meter,
    Policy,
)
from tutor_reliability.policy.words.plain import listed, times
from tutor_reliability.policy.words.signals import signal_words

_AXES = {
    "start": "",
    "event": "; by the day it was ended, not the day it was to take place",
    "report": "; by the day it became known",
}
_DISTINCT = {
    "": "sessions",
    "student": "different students with sessions",
    "day": "different days with sessions",
    "reason": "different reasons of sessions",
}


def meter_words(policy: Policy, meter: Meter) -> str:
    """Say what a meter counts, over which window."""
    words = policy.outcome_words
    of = "; ".join(words.get(one, one) for one in meter.of)
    said = _BY_KIND[meter.kind](policy, meter, of)
    shown = "; for people to read, no rule rests on it" if meter.shown else ""
    return f"{said}{_AXES[meter.axis]}{shown}"


def _count(policy: Policy, meter: Meter, of: str) -> str:
    what = _DISTINCT[meter.distinct]
    if meter.weighted:
        what = f"the weights, summed, of {what}"
    said = f"{what} in {meter.window.words}: {of}"
    if meter.among and (isinstance(meter.window, Last) or not meter.window.words.startswith("the")):
        said += f"; the window is filled by: {_among(policy, meter)}"
    elif meter.among:
        said += f"; among: {_among(policy, meter)}"
    if meter.forgive:
        free = meter.forgive
        said += f"; {times(free.times)} in any {free.within.words} does not count"
    return said


def _rate(policy: Policy, meter: Meter, of: str) -> str:
    return (
        f"share of sessions in {meter.window.words}: {of}; out of: {_among(policy, meter)}; rated "
        f"from {meter.min_volume} sessions on"
    )


def _streak(policy: Policy, meter: Meter, of: str) -> str:
    return f"how many sessions in a row were: {of}; out of: {_among(policy, meter)}"


def _among(policy: Policy, meter: Meter) -> str:
    words = policy.outcome_words
    return "; ".join(words.get(one, one) for one in meter.among)


def _points(policy: Policy, meter: Meter, _of: str) -> str:
    ledger = meter.ledger
    if ledger is None:
        return "points"
    return "; ".join([f"points, beginning with {ledger.start:g}", *_terms(policy, ledger)])


def _terms(policy: Policy, ledger: Ledger) -> Iterator[str]:
    words = policy.outcome_words
    for name, prices in ledger.points.items():
        said = ", then ".join(f"{one:+g}" for one in prices)
        yield f"{words.get(name, name)} {said}"
    if ledger.tier_window:
        yield f"a price remembers earlier ones for {ledger.tier_window.words}"
    if ledger.retroactive:
        yield "all of that time get the price that was reached"
    yield from _ends(ledger)


def _chance(policy: Policy, meter: Meter, _of: str) -> str:
    return f"the chance that {signal_words(meter.signal, policy.evidence)}"


_BY_KIND: dict[str, Callable[[Policy, Meter, str], str]] = {
    "count": _count,
    "rate": _rate,
    "streak": _streak,
    "ledger": _points,
    EVIDENCE: _chance,
}


def _ends(ledger: Ledger) -> Iterator[str]:
    if ledger.floor is not None:
        yield f"never below {ledger.floor:g}"
    if ledger.cap is not None:
        yield f"never above {ledger.cap:g}"
    if ledger.expires:
        yield f"each entry is gone after {ledger.expires.words}"
    if ledger.clean:
        does = "back to the start" if ledger.clean.resets else f"{ledger.clean.adds:+g}"
        yield f"{does} for each {ledger.clean.lasts.words} in which nothing cost points"
    if ledger.reset_on_exit:
        yield "back to the start when a person ends an effect that resets it"


def merge_words(policy: Policy, merge: Merge) -> str:
    """Say which sessions count together."""
    words = policy.outcome_words
    of = listed(words.get(one, one) for one in merge.of)
    return (
        f"{of}: those of the same {listed(merge.by, 'and')} count {times(merge.cap)} at most in "
        f"{listed(merge.meters, 'and')}"
    )


def derive_words(policy: Policy, derive: Derive) -> str:
    """Say which incidents make a new one."""
    words = policy.outcome_words
    of = listed(words.get(one, one) for one in derive.sources)
    used = "they do not count beside it" if derive.consume else "they count beside it as well"
    return (
        f"{derive.count} within {derive.within.words} of {of} make a new one: {derive.words} "
        f"(weight {derive.weight:g}); {used}"
    )


def comparison_words(policy: Policy, one: Comparison) -> str:
    """Say a comparison: "late_90d >= 3", a rate or chance in percent."""
    if policy.meter(one.meter).kind in ("rate", EVIDENCE):
        return f"{one.meter} {one.sign} {one.number * 100:g} %"
    return f"{one.meter} {one.sign} {one.number:g}"
