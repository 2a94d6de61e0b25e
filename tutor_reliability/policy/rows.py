"""A policy as SQL sees it: its rules as rows of the policy.* tables, its numbers as parameters.

First match wins in SQL as it does in Python, because each rule carries its place in the file.
"""

from collections.abc import Iterator
from itertools import pairwise

from tutor_reliability.policy.model import Condition, Policy

FAR = 10**12
Row = dict[str, object]


def rows(policy: Policy) -> dict[str, list[Row]]:
    """Give the rows of each policy.* table; columns as in `tables`."""
    return {
        "policy.conditions": list(_conditions(policy)),
        "policy.notice_bands": _bands(policy),
        "policy.outcomes": _outcomes(policy),
        "policy.excuses": _excuses(policy),
    }


def parameters(policy: Policy) -> Row:
    """Give the numbers that the SQL models bind by name; lengths in seconds."""
    return {
        "policy_id": policy.id,
        "policy_version": policy.version,
        "timezone": policy.timezone,
        "line_seconds": policy.line.seconds,
        "settle_seconds": policy.settle.seconds if policy.settle else 0,
        "from_earliest_start": policy.reference == "earliest",
        "uncertain_is_late": policy.uncertain_is_late,
        "moved_and_held": policy.moved_and_held,
        "emergency_codes": list(policy.emergency_codes),
        "contact_within_seconds": policy.excuse_terms.contact_within.seconds,
        "pending_seconds": policy.excuse_terms.pending_for.seconds,
        "cure_seconds": policy.cure.within.seconds if policy.cure else 0,
        "cure_outcome": policy.cure.to if policy.cure else "",
        "cure_same_tutor": policy.cure is not None and "tutor" in policy.cure.same,
    }


def _conditions(policy: Policy) -> Iterator[Row]:
    for number, fault in enumerate(policy.faults, start=1):
        yield _condition("fault", number, fault.blame, fault.when)
    for number, rule in enumerate(policy.classes, start=1):
        yield _condition("class", number, rule.name, rule.when)


def _condition(kind: str, number: int, result: str, when: Condition) -> Row:
    return {
        "kind": kind,
        "rule_no": number,
        "result": result,
        "events": list(when.events),
        "initiators": list(when.by),
        "on_behalf_of": list(when.on_behalf_of),
        "blames": list(when.blames),
        "channels": list(when.channels),
        "reasons": list(when.reasons),
        "session_kinds": list(when.session_kinds),
        "inside_availability": when.inside_availability,
        "first_with_student": when.first_with_student,
        "notice_from": when.notice_from,
        "notice_below": when.notice_below,
        "notice_unknown": when.notice_unknown,
    }


def _bands(policy: Policy) -> list[Row]:
    conditions = [one.when for one in policy.faults] + [one.when for one in policy.classes]
    edges = {policy.line.seconds, -FAR, FAR}
    for when in conditions:
        edges |= {edge for edge in (when.notice_from, when.notice_below) if edge is not None}
    ordered = sorted(edges)
    return [
        {"band": number, "from_seconds": low, "below_seconds": high}
        for number, (low, high) in enumerate(pairwise(ordered))
    ]


def _outcomes(policy: Policy) -> list[Row]:
    meter = policy.rate.meter
    curable = policy.cure.of if policy.cure else ()
    counted = {outcome for one in policy.meters for outcome in one.of}
    named = [(one.name, one.words) for one in policy.classes]
    if policy.cure:
        named.append((policy.cure.to, policy.cure.words))
    return [
        {
            "outcome": name,
            "words": words,
            "in_exposure": name in meter.among,
            "in_late": name in meter.of,
            "curable": name in curable,
            "settles": policy.settle is not None and (name in counted or name in curable),
        }
        for name, words in named
    ]


def _excuses(policy: Policy) -> list[Row]:
    return [
        {
            "rule_no": number,
            "outcomes": list(one.of),
            "reasons": list(one.reasons),
            "channels": list(one.channels),
            "emergency": one.emergency,
            "needs_decision": one.needs_decision,
            "meters": list(one.meters),
            "from_rate": "*" in one.meters or policy.rate.meter.name in one.meters,
        }
        for number, one in enumerate(policy.excuses, start=1)
    ]
