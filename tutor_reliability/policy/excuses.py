"""Read what forgives: excuses, how long they may wait, and the cure of an agreed rebooking."""

from tutor_reliability.policy.model import ClassRule, Cure, Excuse, ExcuseTerms
from tutor_reliability.policy.section import Section


def read_excuse(section: Section, outcomes: list[str], meters: list[str]) -> Excuse:
    """Read an [[excuse]] over the policy's outcomes and meters."""
    when = section.section("when")
    effect = section.choice("effect", ("drop", "drop_from"))
    dropped = section.texts("meters", meters)
    if (effect == "drop_from") != bool(dropped):
        raise section.fail("meters", "a list of meters with drop_from, and none with drop")
    excuse = Excuse(
        of=section.texts("of", outcomes, ...),
        reasons=when.texts("reason"),
        channels=when.texts("channel"),
        emergency=when.flag("emergency", default=None),
        needs_decision=when.choice("decision", ("accepted", "none"), "none") == "accepted",
        meters=dropped or ("*",),
    )
    when.done()
    section.done()
    return excuse


def read_terms(section: Section) -> ExcuseTerms:
    """Read [excuse_terms]."""
    terms = ExcuseTerms(
        contact_within=section.length("contact_within"),
        pending_for=section.length("pending_for"),
        decided_by=section.choice("decided_by", ("reviewer", "contact")),
    )
    section.done()
    return terms


def read_cure(section: Section, classes: tuple[ClassRule, ...]) -> Cure:
    """Read [cure] over the policy's classes."""
    cure = Cure(
        of=section.texts("of", [one.name for one in classes], ...),
        same=section.texts("same", ("student", "tutor"), ...),
        within=section.length("within"),
        to=section.text("to"),
        words=section.text("words"),
    )
    if "student" not in cure.same:
        raise section.fail("same", "at least student")
    section.done()
    return cure
