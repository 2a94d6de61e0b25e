"""Read the rules that look at one session: whose doing it was, and what it is called."""

from tutor_reliability.policy.durations import parse_length
from tutor_reliability.policy.model import ClassRule, Condition, FaultRule
from tutor_reliability.policy.section import Section
from tutor_reliability.tables import BLAMES, EVENTS, INITIATORS, SESSION_KINDS


def read_fault(section: Section) -> FaultRule:
    """Read a [[fault]]."""
    rule = FaultRule(when=_condition(section), blame=section.choice("blame", BLAMES))
    section.done()
    return rule


def read_class(section: Section) -> ClassRule:
    """Read a [[class]]."""
    rule = ClassRule(
        name=section.text("name"), when=_condition(section), words=section.text("words")
    )
    section.done()
    return rule


def _condition(rule: Section) -> Condition:
    section = rule.section("when", required=False)
    low, high = _notice(section)
    condition = Condition(
        events=section.texts("event", EVENTS),
        by=section.texts("by", INITIATORS),
        on_behalf_of=section.texts("on_behalf_of", (*INITIATORS, "none")),
        blames=section.texts("blame", BLAMES),
        channels=section.texts("channel"),
        reasons=section.texts("reason"),
        session_kinds=section.texts("session_kind", SESSION_KINDS),
        inside_availability=section.flag("inside_availability", default=None),
        first_with_student=section.flag("first_with_student", default=None),
        notice_from=low,
        notice_below=high,
        notice_unknown=section.raw("notice") == "unknown",
    )
    section.done()
    return condition


def _notice(section: Section) -> tuple[int | None, int | None]:
    """Read the two edges of a notice, in seconds; None for no edge."""
    found = section.raw("notice")
    if found in (None, "unknown"):
        return None, None
    expected = 'two lengths such as ["24h", ""], half-open, or "unknown"'
    match found:
        case [str(low_text), str(high_text)]:
            low, high = _edge(section, low_text), _edge(section, high_text)
        case _:
            raise section.fail("notice", expected)
    if low is not None and high is not None and low >= high:
        raise section.fail("notice", f"{expected}, the first below the second")
    return low, high


def _edge(section: Section, text: str) -> int | None:
    try:
        return parse_length(text).seconds if text else None
    except ValueError as error:
        raise section.fail("notice", f"two lengths; {error}") from None
