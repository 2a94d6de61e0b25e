"""Read the rules that look at a tutor: when they are asked, and when they hold."""

import re

from tutor_reliability.policy.effects import read_effect
from tutor_reliability.policy.model import EVIDENCE, AssessmentDays, Comparison, Rule
from tutor_reliability.policy.section import Section

SEVERITIES = ("review", "restrict", "watch", "signal")
TRIGGERS = ("crossing", "level")
"""What `on` may say instead of classes."""

_COMPARISON = re.compile(r"(>=|<=|==|>|<)\s*(-?[0-9]{1,9}(?:\.[0-9]{1,9})?)\s*(%?)")
_EXAMPLES = {"rate": '">5%"', EVIDENCE: '">=0.90"'}
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def read_rule(
    section: Section, outcomes: list[str], kinds: dict[str, str], effects: list[str]
) -> Rule:
    """Read a [[rule]] over the policy's outcomes, its meters' kinds, and its effects."""
    when = section.section("when")
    trigger = _trigger(section, on_evidence=_on_evidence(when, kinds))
    rule = Rule(
        name=section.text("name"),
        on=section.texts("on", outcomes, ...) if trigger == "incident" else (),
        when=tuple(_comparison(when, meter, kinds) for meter in when.names()),
        effect=read_effect(section.section("then"), trigger, counted(kinds), effects),
        severity=section.choice("severity", SEVERITIES),
        words=section.text("words"),
        trigger=trigger,
        at=_at(section) if trigger == "dates" else None,
        during=section.texts("while", effects),
        unless=section.texts("unless", effects),
    )
    if not rule.when:
        raise section.fail("when", "at least one meter comparison")
    if trigger == "incident" and not rule.on:
        raise section.fail("on", 'at least one class, "crossing" or "level"')
    section.done()
    return rule


def counted(kinds: dict[str, str]) -> list[str]:
    """Name the meters that count something: all but those of evidence."""
    return [name for name, kind in kinds.items() if kind != EVIDENCE]


def _on_evidence(when: Section, kinds: dict[str, str]) -> bool:
    """Tell whether a rule tests evidence, which it then tests alone."""
    names = when.names()
    found = [name for name in names if kinds.get(name) == EVIDENCE]
    if found and len(names) > 1:
        raise when.fail(found[0], "no other comparison beside evidence; write two rules")
    return bool(found)


def _trigger(section: Section, *, on_evidence: bool) -> str:
    if on_evidence:
        for key in ("on", "at"):
            if section.has(key):
                raise section.fail(key, "none: a rule on evidence is asked every night")
        return EVIDENCE
    if section.has("at"):
        if section.has("on"):
            raise section.fail("on", "none: a rule with 'at' is asked on those days only")
        return "dates"
    said = section.raw("on")
    return said if isinstance(said, str) and said in TRIGGERS else "incident"


def _at(section: Section) -> AssessmentDays:
    if isinstance(section.raw("at"), dict):
        table = section.section("at")
        found = AssessmentDays(every=table.span("every"), anchor=table.day("from"))
        table.done()
        return found
    expected = 'days of the year such as ["01-01", "07-01"], or { every = "7d", from = DATE }'
    days = []
    for one in section.texts("at"):
        match = _MONTH_DAY.fullmatch(one)
        if match is None or int(match[2]) > _LONGEST[int(match[1]) - 1]:
            raise section.fail("at", expected)
        days.append((int(match[1]), int(match[2])))
    if not days:
        raise section.fail("at", expected)
    return AssessmentDays(days=tuple(sorted(set(days))))


def _comparison(section: Section, meter: str, kinds: dict[str, str]) -> Comparison:
    section.known_name(meter, kinds)
    is_rate = kinds[meter] in ("rate", EVIDENCE)
    example = _EXAMPLES.get(kinds[meter], '">=3"')
    match = _COMPARISON.fullmatch(section.text(meter).strip())
    if match is None:
        raise section.fail(meter, f"a comparison such as {example}")
    if match[3] and not is_rate:
        raise section.fail(meter, f"a plain number such as {example}: a {kinds[meter]} has no %")
    number = float(match[2]) / (100 if match[3] else 1)
    if is_rate and not 0 <= number <= 1:
        raise section.fail(meter, f"a share of at most 100 %, such as {example}")
    if kinds[meter] == EVIDENCE and match[1] not in (">=", ">"):
        raise section.fail(meter, f"at least or more than a chance, such as {example}")
    return Comparison(meter=meter, sign=match[1], number=number)
