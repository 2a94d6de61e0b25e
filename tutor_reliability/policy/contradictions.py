"""Refuse what parses but cannot be meant: above all a machine that restricts people by itself."""

from collections.abc import Iterable

from tutor_reliability.hints import nearest
from tutor_reliability.policy.lines import Path
from tutor_reliability.policy.model import Condition, Policy, Rule
from tutor_reliability.policy.section import LineError, Origin

_OURS = ("upcoming", "unreported", "unclassified")
"""What a session is called that no class of a policy may take."""


def refusals(policy: Policy, origin: Origin) -> list[LineError]:
    """Find what cannot be meant: the file contradicts itself, or restricts without a person."""
    try:
        _refuse_all(policy, origin)
    except LineError as problem:
        return [problem]
    return []


def _refuse_all(policy: Policy, origin: Origin) -> None:
    cured_to = [policy.cure.to] if policy.cure else []
    _refuse_doubles(origin, "class", [one.name for one in policy.classes], [*cured_to, *_OURS])
    _refuse_doubles(origin, "meter", [one.name for one in policy.meters])
    _refuse_doubles(origin, "rule", [one.name for one in policy.rules])
    if policy.faults[-1].when != Condition():
        raise origin.refuse(
            ("fault", len(policy.faults), "when"),
            ": the last [[fault]] has a condition; "
            "expected none, so that every session finds its fault",
        )
    for number, rule in enumerate(policy.rules, start=1):
        _refuse_effect(policy, rule, origin, ("rule", number, "then"))


def _refuse_doubles(
    origin: Origin, kind: str, names: Iterable[str], taken: Iterable[str] = ()
) -> None:
    seen = set(taken)
    for number, name in enumerate(names, start=1):
        if name in seen:
            raise origin.refuse(
                (kind, number, "name"), f" is {name!r}, which is taken; expected names that differ"
            )
        seen.add(name)


def _refuse_effect(policy: Policy, rule: Rule, origin: Origin, place: Path) -> None:
    does = rule.effect.do
    if does not in policy.statuses:
        known = ", ".join(policy.statuses)
        raise origin.refuse(
            (*place, "do"),
            f" is {does!r}, which has no [status.{does}]; expected one of {known}"
            f"{nearest(does, policy.statuses)}",
        )
    status = policy.statuses[does]
    asked = {status.new_students, status.existing_students, status.trial_students}
    if "paused" in asked:
        raise origin.refuse(
            (*place, "do"),
            f" is {does!r}, which pauses; no rule may, only a named person's decision can; use "
            "hold_for_manager",
        )
    if "hold_for_manager" in asked and not rule.effect.human:
        raise origin.refuse(
            (*place, "human"),
            f" is not true, but {does!r} holds a tutor back; a rule that restricts must ask a "
            "person",
        )
