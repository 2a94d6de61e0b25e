"""A policy in plain words: what a reviewer, a manager or a tutor reads instead of the file."""

from collections.abc import Iterator

from tutor_reliability.policy.model import Meter, Policy, Rule

Row = dict[str, object]
_REFERENCE = {
    "earliest": "notice is measured to the earliest start the student was ever given",
    "current": "notice is measured to the start as last agreed",
}


def describe(policy: Policy) -> Row:
    """Say a policy as titles, parameters, rules and classes; all values ready for JSON."""
    return {
        "id": policy.id,
        "title": policy.title,
        "version": policy.version,
        "effective_from": policy.effective_from.isoformat(),
        "source": policy.source,
        "contact": policy.contact,
        "fingerprint": policy.fingerprint,
        "parameters": _parameters(policy),
        "meters": [{"name": one.name, "words": meter_words(policy, one)} for one in policy.meters],
        "rules": [_rule(policy, one) for one in policy.rules],
        "classes": _classes(policy),
        "examples": [
            {"quote": one.quote, "outcome": one.outcome, "counts": one.counts}
            for one in policy.examples
        ],
    }


def meter_words(policy: Policy, meter: Meter) -> str:
    """Say what a meter counts, over which window."""
    words = policy.outcome_words
    counted = "; ".join(words[one] for one in meter.of)
    if meter.kind == "count":
        return f"sessions in {meter.window.words}: {counted}"
    return (
        f"share of sessions in {meter.window.words}: {counted}; rated from "
        f"{meter.min_volume} sessions on"
    )


def effect_words(policy: Policy, rule: Rule) -> str:
    """Say what a rule does, for how long, and whether a person must act."""
    status = policy.statuses[rule.effect.do]
    lasts = (
        f"for {rule.effect.lasts.words} from the last time"
        if rule.effect.lasts
        else "until a person closes the review"
    )
    return f"{status.words}; {lasts}"


def _parameters(policy: Policy) -> list[Row]:
    return [
        {"name": name, "value": value, "words": words, "default": name in policy.ours}
        for name, value, words in _told(policy)
    ]


def _told(policy: Policy) -> Iterator[tuple[str, str, str]]:
    """Give each number of the policy: its name, as the file has it, and in words."""
    line, terms = policy.line, policy.excuse_terms
    late = f"late means less than {line.words} of notice; exactly {line.words} is in time"
    yield "line", line.text, late
    yield "reference", policy.reference, _REFERENCE[policy.reference]
    limit = "the rate that tutors are held against on the pages"
    yield "limit", f"{policy.rate.limit:.0%}", limit
    yield "min_volume", str(policy.rate.min_volume), "sessions needed before a rate is judged"
    within = f"an excuse must be said up to {terms.contact_within.words} after the start"
    yield "contact_within", terms.contact_within.text, within
    pending = f"an undecided excuse holds a flag back for {terms.pending_for.words}"
    yield "pending_for", terms.pending_for.text, pending
    yield "timezone", policy.timezone, "the calendar that days and windows follow"
    if policy.settle:
        settle = f"a session counts for nothing until {policy.settle.words} have passed"
        yield "settle", policy.settle.text, settle
    if policy.cure:
        same = " and ".join(policy.cure.same)
        cure = (
            f"a new booking by the same {same} within {policy.cure.within.words} takes a "
            "cancellation's place"
        )
        yield "cure", policy.cure.within.text, cure


def _rule(policy: Policy, rule: Rule) -> Row:
    return {
        "name": rule.name,
        "severity": rule.severity,
        "words": rule.words,
        "when": ", ".join(f"{one.meter} {one.sign} {one.number:g}" for one in rule.when),
        "effect": effect_words(policy, rule),
        "needs_person": rule.effect.human,
    }


def _classes(policy: Policy) -> list[Row]:
    meter = policy.rate.meter
    return [
        {
            "name": name,
            "words": words,
            "counts_as_late": name in meter.of,
            "in_exposure": name in meter.among,
        }
        for name, words in policy.outcome_words.items()
    ]
