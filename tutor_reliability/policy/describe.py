"""A policy in plain words: what a reviewer, a manager or a tutor reads instead of the file."""

from collections.abc import Mapping

from tutor_reliability.policy.model import EVIDENCE, Clause, Example, Policy, Rule, Story
from tutor_reliability.policy.parameters import parameters
from tutor_reliability.policy.stated import stated
from tutor_reliability.policy.words.meters import (
    comparison_words,
    derive_words,
    merge_words,
    meter_words,
)
from tutor_reliability.policy.words.places import place_words
from tutor_reliability.policy.words.rules import (
    asked_words,
    assignment_words,
    effect_words,
    way_back_words,
)
from tutor_reliability.policy.words.sessions import (
    amnesty_words,
    condition_words,
    cure_words,
    excuse_words,
    fault_words,
)
from tutor_reliability.policy.words.weight import never_counts, weights

Row = dict[str, object]


def describe(policy: Policy) -> Row:
    """Say a policy clause by clause; all values ready for JSON."""
    return {
        "id": policy.id,
        "title": policy.title,
        "version": policy.version,
        "effective_from": policy.effective_from.isoformat(),
        "published_at": policy.published_at and policy.published_at.isoformat(),
        "source": policy.source,
        "contact": policy.contact,
        "fingerprint": policy.fingerprint,
        "parameters": [
            {
                "name": one.name,
                "value": one.value,
                "words": one.words,
                "default": one.ours or one.name in policy.ours,
            }
            for one in parameters(policy)
        ],
        "faults": [
            {"blame": one.blame, "words": fault_words(policy, one)} for one in policy.faults
        ],
        "classes": _classes(policy),
        "reasons": list(policy.reason_codes),
        "emergencies": list(policy.emergency_codes),
        "weights": [
            {"name": one.outcome, "words": one.words, "weight": one.weight, "says": one.says}
            for one in weights(policy)
        ],
        "never_counts": never_counts(policy),
        "excuses": [{"words": excuse_words(policy, one)} for one in policy.excuses],
        "amnesties": [
            {"name": one.name, "words": amnesty_words(policy, one)} for one in policy.amnesties
        ],
        "cure": cure_words(policy),
        "merges": [{"words": merge_words(policy, one)} for one in policy.merges],
        "derives": [{"name": one.to, "words": derive_words(policy, one)} for one in policy.derives],
        "evidence": stated(policy.evidence),
        "meters": [{"name": one.name, "words": meter_words(policy, one)} for one in policy.meters],
        "rules": [_rule(policy, one) for one in policy.rules],
        "statuses": [
            {"name": name, "words": one.words, "assignment": assignment_words(one)}
            for name, one in policy.statuses.items()
        ],
        "examples": [*map(_example, policy.examples), *map(_story, policy.stories)],
        "clauses": [_clause(policy, one) for one in policy.clauses],
    }


def _rule(policy: Policy, rule: Rule) -> Row:
    return {
        "name": rule.name,
        "severity": rule.severity,
        "words": rule.words,
        "when": ", ".join(comparison_words(policy, one) for one in rule.when),
        "asked": asked_words(policy, rule),
        "effect": effect_words(policy, rule),
        "assignment": assignment_words(policy.statuses[rule.effect.do]),
        "way_back": way_back_words(rule),
        "needs_person": rule.effect.human,
        "chance": _chance(policy, rule),
        "default": rule.name in policy.ours,
    }


def _chance(policy: Policy, rule: Rule) -> Row | None:
    """Say what a rule on evidence weighs, and from which chance to which; None for any other."""
    if rule.trigger != EVIDENCE:
        return None
    tested, release = rule.when[0], rule.effect.release
    return {
        "signal": policy.meter(tested.meter).signal,
        "on": tested.number,
        "below": release.below if release else tested.number,
        "lasts": release.lasts.words if release else "",
    }


def _classes(policy: Policy) -> list[Row]:
    meter = policy.rate.meter
    conditions = {one.name: condition_words(policy, one.when) for one in policy.classes}
    return [
        {
            "name": name,
            "words": words,
            "asks": conditions.get(name, ""),
            "weight": policy.weights[name],
            "counts_as_late": name in meter.of,
            "in_exposure": name in meter.among,
        }
        for name, words in policy.outcome_words.items()
    ]


def _clause(policy: Policy, one: Clause) -> Row:
    return {
        "number": one.number,
        "text": one.text,
        "places": [{"place": place, "words": place_words(policy, place)} for place in one.lives_in],
        "why": one.why,
    }


def _example(one: Example) -> Row:
    return {
        "quote": one.quote,
        "clause": one.clause,
        "outcome": one.outcome,
        "counts": one.counts,
    }


def _story(one: Story) -> Row:
    meters: Mapping[str, object] = one.meters
    return {
        "quote": one.quote,
        "clause": one.clause,
        "on_day": one.on_day,
        "meters": dict(meters),
        "flags": None if one.flags is None else list(one.flags),
        "not_flags": list(one.not_flags),
        "new_students": one.new_students,
    }
