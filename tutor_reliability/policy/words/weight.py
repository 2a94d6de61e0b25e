"""What counts how much, and what never counts: the main parameters and their importance."""

from dataclasses import dataclass

from tutor_reliability.policy.model import Comparison, Meter, Policy, Rule
from tutor_reliability.policy.words.plain import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What one outcome counts for: its weight, and what of each rule it fills alone."""

    outcome: str
    words: str
    weight: float
    rules: tuple[str, ...]
    share: float
    says: str


def weights(policy: Policy) -> list[Weight]:
    """Give what counts, the weightiest first: what alone fills most of some rule."""
    found = [_weight(policy, name, words) for name, words in policy.outcome_words.items()]
    return sorted((one for one in found if one.rules), key=lambda one: -one.share)


def never_counts(policy: Policy) -> list[str]:
    """Give the outcomes from which nothing follows, in plain words."""
    return [
        words
        for name, words in policy.outcome_words.items()
        if not any(_moves(policy, rule, name) for rule in policy.rules)
    ]


def _weight(policy: Policy, name: str, words: str) -> Weight:
    told, shares, rules = [], [0.0], []
    for rule in policy.rules:
        for one in rule.when:
            meter = policy.meter(one.meter)
            if name not in meter.of:
                continue
            share, says = _part(policy, meter, one, name)
            told.append(f"{says} {rule.name} asks for")
            shares.append(share)
            rules.append(rule.name)
    return Weight(
        outcome=name,
        words=words,
        weight=policy.weights[name],
        rules=tuple(dict.fromkeys(rules)),
        share=max(shares),
        says=listed(told, "and"),
    )


def _part(policy: Policy, meter: Meter, one: Comparison, name: str) -> tuple[float, str]:
    """Give what part of a comparison one such session fills, and say it."""
    if meter.kind == "rate":
        return 0.0, f"is part of the rate ({one.sign} {one.number:.0%}) that"
    if meter.ledger is not None:
        price = meter.ledger.points[name][0]
        way = one.number - meter.ledger.start
        share = price / way if way and price / way > 0 else 0.0
        return min(share, 1.0), f"moves {meter.name} by {price:+g} towards the {one.number:g} that"
    weight = policy.weights[name] if meter.weighted else 1.0
    share = min(weight / one.number, 1.0) if one.number > 0 else 0.0
    return share, f"counts {weight:g} of the {one.number:g} that"


def _moves(policy: Policy, rule: Rule, name: str) -> bool:
    return any(name in policy.meter(one.meter).of for one in rule.when)
