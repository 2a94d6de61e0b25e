"""Read the rules that look at a tutor: when they hold, and what that does to assignment."""

import re

from tutor_reliability.hints import nearest
from tutor_reliability.policy.durations import Length
from tutor_reliability.policy.model import EXIT_EVENTS, Comparison, Effect, Rule, Status
from tutor_reliability.policy.section import Section
from tutor_reliability.tables import AUDIENCE_VALUES

SEVERITIES = ("review", "restrict", "watch", "signal")
_COMPARISON = re.compile(r"(>=|<=|==|>|<)\s*(\d+(?:\.\d+)?)(%?)")


def read_rule(section: Section, outcomes: list[str], meters: list[str]) -> Rule:
    """Read a [[rule]] over the policy's outcomes and meters."""
    when = section.section("when")
    rule = Rule(
        name=section.text("name"),
        on=section.texts("on", outcomes, ...),
        when=tuple(_comparison(when, meter, meters) for meter in when.names()),
        effect=_effect(section.section("then")),
        severity=section.choice("severity", SEVERITIES),
        words=section.text("words"),
    )
    if not rule.when:
        raise section.fail("when", "at least one meter comparison")
    section.done()
    return rule


def read_statuses(section: Section) -> dict[str, Status]:
    """Read the [status.*] tables by name; what a trial may be follows new students."""
    statuses = {}
    for name in section.names():
        one = section.section(name)
        new_students = one.choice("new_students", AUDIENCE_VALUES, "eligible")
        statuses[name] = Status(
            new_students=new_students,
            existing_students=one.choice("existing_students", AUDIENCE_VALUES, "eligible"),
            trial_students=one.choice("trial_students", AUDIENCE_VALUES, new_students),
            words=one.text("words"),
        )
        one.done()
    return statuses


def _comparison(section: Section, meter: str, meters: list[str]) -> Comparison:
    if meter not in meters:
        raise section.fail(meter, f"a meter of this policy{nearest(meter, meters)}")
    match = _COMPARISON.fullmatch(section.text(meter).strip())
    if match is None:
        raise section.fail(meter, 'a comparison such as ">=3" or ">5%"')
    number = float(match[2]) / (100 if match[3] else 1)
    return Comparison(meter=meter, sign=match[1], number=number)


def _effect(section: Section) -> Effect:
    effect = Effect(
        do=section.text("do"),
        human=bool(section.flag("human", default=False)),
        lasts=_span_or_none(section, "for"),
        stack=section.choice("stack", ("restart",), "restart"),
        exits=section.texts("exit", EXIT_EVENTS),
        lapses=_span_or_none(section, "lapses"),
        due=_span_or_none(section, "due"),
    )
    waits = bool(effect.exits)
    if waits == (effect.lasts is not None):
        raise section.fail("for", 'either a length of time, or exit = "review_closed"')
    for key, given in (("lapses", effect.lapses), ("due", effect.due)):
        if waits != (given is not None):
            raise section.fail(key, "a length of time with exit, and none without")
    section.done()
    return effect


def _span_or_none(section: Section, key: str) -> Length | None:
    return section.span(key) if section.has(key) else None
