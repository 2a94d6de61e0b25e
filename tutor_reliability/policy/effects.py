"""Read what follows where a rule holds: what it does to assignment, and how it ends."""

from tutor_reliability.policy.durations import Length
from tutor_reliability.policy.model import (
    EVIDENCE,
    EXIT_EVENTS,
    Effect,
    Newcomers,
    Release,
    Status,
)
from tutor_reliability.policy.section import Section
from tutor_reliability.tables import AUDIENCE_VALUES

STACKS = ("restart", "extend", "keep", "parallel")
_NEVER = "never"


def read_effect(section: Section, trigger: str, meters: list[str], effects: list[str]) -> Effect:
    """Read the `then` of a [[rule]] over the policy's meters and effects."""
    effect = Effect(
        do=section.choice("do", effects),
        human=section.switch("human"),
        lasts=section.span_or_none("for"),
        stack=section.choice("stack", STACKS, "restart"),
        exits=section.texts("exit", EXIT_EVENTS),
        lapses=_lapses(section),
        due=section.span_or_none("due"),
        ends=section.choice("ends", ("either", "both"), "either"),
        once=section.switch("once"),
        notice=section.span_or_none("notice"),
        resets=section.names_of("resets", meters),
        release=_release(section) if section.has("release") else None,
    )
    if trigger == EVIDENCE:
        _refuse_of_evidence(section, effect)
        section.done()
        return effect
    if effect.release:
        raise section.fail("release", "none: only what a rule on evidence does is released")
    _refuse_unending(section, effect, trigger)
    _refuse_overdone(section, effect)
    section.done()
    return effect


def read_newcomers(section: Section, effects: list[str]) -> Newcomers:
    """Read [newcomers]."""
    newcomers = Newcomers(
        days=section.count("days"),
        sessions=section.count("sessions"),
        do=section.choice("do", effects),
    )
    section.done()
    return newcomers


def read_statuses(section: Section, meters: list[str]) -> dict[str, Status]:
    """Read the [status.*] tables; what trial and unassigned may be follows new students."""
    statuses = {}
    for name in section.names():
        one = section.section(name)
        new_students = one.choice("new_students", AUDIENCE_VALUES, "eligible")
        statuses[name] = Status(
            new_students=new_students,
            existing_students=one.choice("existing_students", AUDIENCE_VALUES, "eligible"),
            trial_students=one.choice("trial_students", AUDIENCE_VALUES, new_students),
            unassigned_sessions=one.choice("unassigned_sessions", AUDIENCE_VALUES, new_students),
            words=one.text("words"),
            rank_by=one.choice("rank_by", meters, ""),
        )
        one.done()
    return statuses


def _lapses(section: Section) -> Length | None:
    if section.raw("lapses") == _NEVER:
        return None
    return section.span_or_none("lapses")


def _release(effect: Section) -> Release:
    section = effect.section("release")
    release = Release(below=section.number("below"), lasts=section.span("for"))
    if not 0 < release.below <= 1:
        raise section.fail("below", "a chance above 0 and at most 1, such as 0.5")
    section.done()
    return release


def _refuse_of_evidence(section: Section, effect: Effect) -> None:
    """Refuse an ending of its own where the evidence says when it ends."""
    for key in ("for", "exit", "once", "stack", "ends", "lapses", "resets"):
        if section.has(key):
            raise section.fail(key, "none: an effect on evidence ends by its 'release'")
    if effect.human and effect.due is None:
        raise section.fail("due", "a length of time: a person is asked, so by when?")
    if effect.due and not effect.human:
        raise section.fail("due", "none without human = true: nobody is waited for")


def _refuse_unending(section: Section, effect: Effect, trigger: str) -> None:
    """Refuse an effect that nobody could end, or that ends in two ways at odds."""
    ends = effect.lasts is not None or bool(effect.exits)
    by_itself = trigger == "level" or effect.once
    if by_itself and ends:
        key = "for" if effect.lasts else "exit"
        why = "'once' stands one night" if effect.once else 'on = "level" ends with its rule'
        raise section.fail(key, f"none: an effect {why}")
    if not ends and not by_itself and trigger != "dates":
        raise section.fail("for", 'a length of time, an exit such as "review_closed", or once')


def _refuse_overdone(section: Section, effect: Effect) -> None:
    """Refuse what says something of an ending that the effect does not have."""
    if section.has("ends") and not (effect.lasts and effect.exits):
        raise section.fail("ends", "both 'for' and 'exit' beside it")
    if effect.resets and not effect.exits:
        raise section.fail("resets", "an 'exit' beside it: a meter is reset when a person ends it")
    for key in ("lapses", "due"):
        if section.has(key) and not effect.exits:
            raise section.fail(key, "none without 'exit': nobody is waited for")
    if effect.exits and effect.lasts is None:
        if not section.has("lapses"):
            raise section.fail("lapses", 'a length of time with exit, or "never"')
        if effect.human and effect.due is None:
            raise section.fail("due", "a length of time: a person is asked, so by when?")
