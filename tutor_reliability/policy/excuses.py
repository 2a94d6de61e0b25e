"""Read what forgives: excuses and how long they may wait, amnesties, the cure of a rebooking."""

from tutor_reliability.policy.model import (
    Allowance,
    Amnesty,
    Cure,
    Excuse,
    ExcuseTerms,
    Meter,
)
from tutor_reliability.policy.section import Section

_PENDING = ("counts_but_flag_is_held", "counts", "does_not_count")


def read_excuse(
    section: Section, classes: list[str], outcomes: list[str], meters: list[str]
) -> Excuse:
    """Read an [[excuse]] over the policy's classes, outcomes and meters."""
    when = section.section("when")
    effect = section.choice("effect", ("drop", "drop_from", "reclass"))
    dropped = section.texts("meters", meters)
    if (effect == "drop_from") != bool(dropped):
        raise section.fail("meters", "a list of meters with drop_from, and none with another")
    excuse = Excuse(
        of=section.texts("of", outcomes, ...),
        reasons=when.texts("reason"),
        channels=when.texts("channel"),
        emergency=when.flag("emergency", default=None),
        needs_decision=when.choice("decision", ("accepted", "none"), "none") == "accepted",
        meters=("*",) if effect == "drop" else dropped,
        told_within=when.length_or_none("told_within"),
        told_before=when.length_or_none("told_before"),
        effect=effect,
        to=_to(section, effect, classes),
        cap=read_allowance(section, "cap"),
    )
    when.done()
    section.done()
    return excuse


def _to(section: Section, effect: str, classes: list[str]) -> str:
    if effect == "reclass":
        return section.choice("to", classes)
    if section.has("to"):
        raise section.fail("to", 'none, or effect = "reclass"')
    return ""


def read_allowance(section: Section, key: str) -> Allowance | None:
    """Read { times, within }: at most so many within any such span."""
    if not section.has(key):
        return None
    inside = section.section(key)
    allowance = Allowance(times=inside.count("times", least=1), within=inside.span("within"))
    inside.done()
    return allowance


def read_terms(section: Section) -> ExcuseTerms:
    """Read [excuse_terms]."""
    terms = ExcuseTerms(
        contact_within=section.length("contact_within"),
        pending_for=section.length("pending_for"),
        decided_by=section.choice("decided_by", ("reviewer", "contact")),
        while_pending=section.choice("while_pending", _PENDING, _PENDING[0]),
    )
    section.done()
    return terms


def read_amnesty(section: Section, outcomes: list[str], meters: tuple[Meter, ...]) -> Amnesty:
    """Read an [[amnesty]]; what it is of is by default all that any meter counts."""
    counted = tuple(dict.fromkeys(one for meter in meters for one in meter.of))
    amnesty = Amnesty(
        name=section.text("name"),
        first_day=section.day("from"),
        last_day=section.day("until"),
        of=section.texts("of", outcomes) or counted,
        timezones=section.texts("timezones"),
        reasons=section.texts("reasons"),
        words=section.text("words"),
        decided_by=section.text("decided_by"),
    )
    if amnesty.last_day < amnesty.first_day:
        raise section.fail("until", "a day that is not before 'from'")
    section.done()
    return amnesty


def read_cure(section: Section, classes: list[str]) -> Cure:
    """Read [cure] over the policy's classes."""
    cure = Cure(
        of=section.texts("of", classes, ...),
        same=section.texts("same", ("student", "tutor"), ...),
        within=section.length("within"),
        to=section.text("to"),
        words=section.text("words"),
        needs=section.choice("needs", ("booked", "held"), "booked"),
    )
    if "student" not in cure.same:
        raise section.fail("same", "at least student")
    section.done()
    return cure
