"""What a place of a policy file says in plain words: our reading of a sentence living there."""

from collections.abc import Callable, Iterable, Iterator

from tutor_reliability.policy.model import Policy
from tutor_reliability.policy.parameters import parameters
from tutor_reliability.policy.words.meters import derive_words, merge_words, meter_words
from tutor_reliability.policy.words.rules import assignment_words, effect_words
from tutor_reliability.policy.words.sessions import (
    amnesty_words,
    condition_words,
    cure_words,
    excuse_words,
    fault_words,
)

_TOLD_BY = {"within": "cure", "at_boundary": "line"}
"""Keys whose words stand under another name in `parameters`."""


def place_words(policy: Policy, place: str) -> str:
    """Say what the file says in a place that a clause names, such as `class.early_cancel`."""
    table, _, name = place.partition(".")
    if table == "log":
        return f"read from the log: {name}"
    if not name:
        return "; ".join(_WHOLE[table](policy))
    if table in _NAMED:
        return _NAMED[table](policy, name)
    told = {one.name: one.words for one in parameters(policy)}
    return told.get(_TOLD_BY.get(name, name)) or _value(policy, name)


def _value(policy: Policy, name: str) -> str:
    spelled = {"codes": "reason_codes", "emergency": "emergency_codes"}.get(name, name)
    found = getattr(policy, spelled, "")
    return ", ".join(found) if isinstance(found, tuple) else str(found)


def _class(policy: Policy, name: str) -> str:
    one = next(one for one in policy.classes if one.name == name)
    return f"{one.words}: {condition_words(policy, one.when)}"


def _rule(policy: Policy, name: str) -> str:
    one = next(one for one in policy.rules if one.name == name)
    return f"{one.words}; then {effect_words(policy, one)}"


def _status(policy: Policy, name: str) -> str:
    one = policy.statuses[name]
    return f"{one.words}; {assignment_words(one)}"


def _newcomers(policy: Policy) -> Iterator[str]:
    new = policy.newcomers
    if new is not None:
        words = policy.statuses[new.do].words
        yield f"within {new.days} days or {new.sessions} sessions: {words}"


_NAMED: dict[str, Callable[[Policy, str], str]] = {
    "class": _class,
    "meter": lambda policy, name: meter_words(policy, policy.meter(name)),
    "rule": _rule,
    "status": _status,
    "amnesty": lambda policy, name: next(
        amnesty_words(policy, one) for one in policy.amnesties if one.name == name
    ),
    "derive": lambda policy, name: next(
        derive_words(policy, one) for one in policy.derives if one.to == name
    ),
}
_WHOLE: dict[str, Callable[[Policy], Iterable[str]]] = {
    "fault": lambda policy: [fault_words(policy, one) for one in policy.faults],
    "excuse": lambda policy: [excuse_words(policy, one) for one in policy.excuses],
    "merge": lambda policy: [merge_words(policy, one) for one in policy.merges],
    "cure": lambda policy: [cure_words(policy)],
    "newcomers": _newcomers,
}
