"""What counts how much, and what never counts: the main parameters and their importance."""

from dataclasses import dataclass

from tutor_reliability.policy.model import EVIDENCE, Comparison, Ledger, Meter, Policy, Rule
from tutor_reliability.policy.words.plain import listed
from tutor_reliability.tables import RATE_SIGNALS


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
    """Give the outcomes from which nothing follows, in plain words, and what looks at them yet."""
    found = [
        words
        for name, words in policy.outcome_words.items()
        if not any(_moves(policy, rule, name) for rule in policy.rules)
    ]
    patterns = [one.name for one in policy.rules if _is_of_a_pattern(policy, one)]
    if patterns:
        found.append(f"but many of them may be a pattern that people are shown: {listed(patterns)}")
    return found


def _is_of_a_pattern(policy: Policy, rule: Rule) -> bool:
    """Tell whether a rule rests on evidence beside the two rates."""
    signal = policy.meter(rule.when[0].meter).signal
    return bool(signal) and signal not in RATE_SIGNALS


def _weight(policy: Policy, name: str, words: str) -> Weight:
    told: dict[str, list[str]] = {}
    shares, rules = [0.0], []
    for rule in policy.rules:
        for one in rule.when:
            meter = policy.meter(one.meter)
            if name not in _looked_at(policy, meter):
                continue
            share, verb, says = _part(policy, meter, one, name)
            told.setdefault(verb, []).append(
                f"{says} that {rule.name} asks for" if says else rule.name
            )
            shares.append(share)
            rules.append(rule.name)
    return Weight(
        outcome=name,
        words=words,
        weight=policy.weights[name],
        rules=tuple(dict.fromkeys(rules)),
        share=max(shares),
        says=listed([f"{verb} {listed(one, 'and')}" for verb, one in told.items()], "and"),
    )


def _part(policy: Policy, meter: Meter, one: Comparison, name: str) -> tuple[float, str, str]:
    """Give what part of a comparison one such session fills, and say it: a verb, and of what.

    Of evidence nothing can be said of one session: the rule alone is named.
    """
    if meter.ledger is not None:
        return _price(meter.name, meter.ledger, one, name)
    if one.sign[0] == "<":
        return 0.0, "leads away from", f"the {one.sign} {one.number:g}"
    if meter.kind == "rate":
        return 0.0, "is part of", f"the rate ({one.sign} {one.number:.0%})"
    if meter.kind == EVIDENCE:
        return 0.0, "is weighed as evidence by", ""
    weight = policy.weights[name] if meter.weighted else 1.0
    share = min(weight / one.number, 1.0) if one.number > 0 else 0.0
    return share, "counts", f"{weight:g} of the {one.number:g}"


def _price(meter: str, ledger: Ledger, one: Comparison, name: str) -> tuple[float, str, str]:
    price, way = ledger.points[name][0], one.number - ledger.start
    towards = price < 0 if one.sign[0] == "<" else price > 0
    says = "towards" if towards else "away from"
    share = min(price / way, 1.0) if towards and price * way > 0 else 0.0
    return share, f"moves {meter} by {price:+g} {says}", f"the {one.number:g}"


def _moves(policy: Policy, rule: Rule, name: str) -> bool:
    return any(name in _looked_at(policy, policy.meter(one.meter)) for one in rule.when)


def _looked_at(policy: Policy, meter: Meter) -> tuple[str, ...]:
    """Name the outcomes that a meter counts, or that its evidence is made of."""
    return policy.rate.meter.of if meter.signal in RATE_SIGNALS else meter.of
