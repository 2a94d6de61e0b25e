"""What the machine says of a spell: why it stands, and what ends it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from tutor_reliability.policy.model import EVIDENCE, Comparison, Meter, Policy
from tutor_reliability.policy.words.rules import released_words
from tutor_reliability.policy.words.signals import signal_words
from tutor_reliability.sentences import COACHED, chance_percent, day_words
from tutor_reliability.standing.incidents import Incident
from tutor_reliability.standing.spells import Spell, stands_until_next

_MOST_DATES = 3
_BY = {
    "review_closed": "a reviewer closes the case",
    "acknowledged": "the tutor acknowledges it and a person records that",
    "course_done": "the course is done and a person records that",
    "reenabled": "a person enables the tutor again",
    "appeal_won": "an appeal is won",
}
_SIGNS = {">=": "at least", ">": "more than", "<=": "at most", "<": "less than", "==": "just"}
_BASE_OF_PERCENT = 100


def because(spell: Spell) -> str:
    """Say why a rule holds: what its meters read, what happened when, and what is to come."""
    text, last = spell.last.text, spell.last
    said = "; ".join(_reading(text, one, spell) for one in last.rule.when)
    if last.incidents:
        said += f": {incident_words(text, last.incidents)}"
    if last.rule.at is not None:
        said = f"Assessed on {day_words(last.day)}. {said}"
    return f"{said}.{_to_come(spell)}"


def way_back(spell: Spell) -> str:
    """Say what ends a spell: time, a person, or the tutor's own record."""
    if spell.coaching:
        new = spell.last.text.newcomers
        assert new is not None  # noqa: S101 - it coaches newcomers
        return f"it ends after the first {new.days} days and {new.sessions} sessions"
    if spell.waits:
        return "a named person decides on the case; until then nothing follows from it"
    rule, until = spell.rule, day_words(spell.until) if spell.until else ""
    if rule.trigger == EVIDENCE:
        return f"it stands {released_words(rule.effect.release)}"
    if rule.trigger == "level":
        return f"it ends on the day it is no longer so: {_tests(spell)}"
    if stands_until_next(rule):
        return f"it is assessed again on {until}" if until else "it is assessed again"
    return _by_time_or_person(spell, until)


def _by_time_or_person(spell: Spell, until: str) -> str:
    effect = spell.rule.effect
    if effect.once:
        return "it stands this night only"
    fixed = effect.stack == "keep" or spell.answer is not None
    by_time = "" if not until else f"nothing further counts until {until}"
    by_time = f"it ends on {until}" if until and fixed else by_time
    if not effect.exits:
        return by_time
    by_person = " or ".join(_BY[one] for one in effect.exits)
    if effect.lasts and effect.ends == "both":
        return f"{by_person}, and {effect.lasts.words} have passed"
    return f"{by_person}, or {by_time}" if by_time else by_person


def values_read(spell: Spell) -> list[str]:
    """Say what the rule's meters read when it last held."""
    text = spell.last.text
    return [f"{name}: {_value(text.meter(name), value)}" for name, value in spell.last.values]


def _value(meter: Meter, value: float) -> str:
    return chance_percent(value) if meter.kind == EVIDENCE else _number(value)


def incident_words(text: Policy, incidents: Sequence[Incident]) -> str:
    """Say incidents by what became of them, with their dates."""
    words = text.outcome_words
    kinds = Counter(one.outcome for one in incidents)
    parts = []
    for outcome, number in sorted(kinds.items(), key=lambda item: (-item[1], item[0])):
        days = [one.day for one in incidents if one.outcome == outcome]
        parts.append(f"{number} {words.get(outcome, outcome)} ({_dates(days)})")
    return "; ".join(parts)


def _reading(text: Policy, comparison: Comparison, spell: Spell) -> str:
    meter = text.meter(comparison.meter)
    day = day_words(spell.last.day)
    value = dict(spell.last.values)[comparison.meter]
    if meter.kind == EVIDENCE:
        says = signal_words(meter.signal, text.evidence)
        return f"On {day} the chance was {chance_percent(value)} that {says}"
    if meter.kind == "ledger":
        return f"On {day} the balance of {meter.name} is {_number(value)}"
    if meter.kind == "streak":
        return f"On {day} {_number(value)} in a row"
    window = f"In {meter.window.ending(day)}"
    if meter.kind == "rate":
        return f"{window} {_percent(value)} of what counts"
    plain = len(spell.rule.when) == 1 and not meter.weighted and not meter.distinct
    harms = value == sum(1 for one in spell.last.incidents if one.outcome in meter.of)
    return window if plain and harms else f"{window} {_number(value)}{_unit(meter)}"


def _unit(meter: Meter) -> str:
    if meter.distinct:
        return f" different {meter.distinct}s"
    return " points" if meter.weighted else ""


def _to_come(spell: Spell) -> str:
    if spell.coaching:
        return f" {COACHED}"
    if spell.waits:
        return " It takes effect only if a named person upholds it."
    if spell.begins is not None and spell.begins > spell.since:
        return f" It takes effect on {day_words(spell.begins)}."
    if spell.rule.trigger == EVIDENCE and any(one.pending for one in spell.last.incidents):
        return " An excuse for one of these sessions is still to be decided."
    return ""


def _tests(spell: Spell) -> str:
    text = spell.last.text
    said = []
    for one in spell.rule.when:
        number = _number(one.number)
        if text.meter(one.meter).kind == "rate":
            number = _percent(one.number)
        said.append(f"{one.meter} {_SIGNS[one.sign]} {number}")
    return " and ".join(said)


def _percent(share: float) -> str:
    return f"{round(share * _BASE_OF_PERCENT, 1):g} %"


def _number(value: float) -> str:
    return f"{round(value, 3):g}"


def _dates(days: Sequence[date]) -> str:
    shown = [f"{one.day} {one:%b}" for one in days[-_MOST_DATES:]]
    earlier = len(days) - len(shown)
    listed = ", ".join(shown)
    return f"{earlier} earlier, {listed}" if earlier else listed
