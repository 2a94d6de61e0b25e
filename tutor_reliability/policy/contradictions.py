"""Refuse what parses but cannot be meant: above all a machine that restricts people by itself."""

from collections.abc import Iterable

from tutor_reliability.errors import PolicyError
from tutor_reliability.hints import nearest
from tutor_reliability.policy.model import Condition, Policy, Rule

_OURS = ("upcoming", "unreported", "unclassified")
"""What a session is called that no class of a policy may take."""


def refuse_contradictions(policy: Policy, *, file: str) -> None:
    """Refuse a policy that parses but cannot be meant.

    Raises:
        PolicyError: The file contradicts itself, or a rule restricts without a person.
    """
    cured_to = [policy.cure.to] if policy.cure else []
    _refuse_doubles(file, "class", [*(one.name for one in policy.classes), *cured_to, *_OURS])
    _refuse_doubles(file, "meter", [one.name for one in policy.meters])
    _refuse_doubles(file, "rule", [one.name for one in policy.rules])
    if policy.faults[-1].when != Condition():
        raise PolicyError(
            f"{file}: fault[{len(policy.faults)}].when: the last [[fault]] has a condition; "
            "expected none, so that every session finds its fault"
        )
    for number, rule in enumerate(policy.rules, start=1):
        _refuse_effect(policy, rule, f"{file}: rule[{number}].then")


def _refuse_doubles(file: str, kind: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise PolicyError(
                f"{file}: {kind}.name is {name!r}, which is taken; expected names that differ"
            )
        seen.add(name)


def _refuse_effect(policy: Policy, rule: Rule, place: str) -> None:
    does = rule.effect.do
    if does not in policy.statuses:
        known = ", ".join(policy.statuses)
        raise PolicyError(
            f"{place}.do is {does!r}, which has no [status.{does}]; expected one of {known}"
            f"{nearest(does, policy.statuses)}"
        )
    status = policy.statuses[does]
    asked = {status.new_students, status.existing_students, status.trial_students}
    if "paused" in asked:
        raise PolicyError(
            f"{place}.do is {does!r}, which pauses; no rule may, only a named person's decision "
            "can; use hold_for_manager"
        )
    if "hold_for_manager" in asked and not rule.effect.human:
        raise PolicyError(
            f"{place}.human is not true, but {does!r} holds a tutor back; a rule that restricts "
            "must ask a person"
        )
