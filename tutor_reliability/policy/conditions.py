"""Read the clock, and the rules that look at one session: whose doing it was, what it is called."""

from dataclasses import dataclass

from tutor_reliability.policy.durations import Length, parse_length
from tutor_reliability.policy.model import (
    WEEKDAYS,
    ClassRule,
    Condition,
    FaultRule,
    WorkingHours,
)
from tutor_reliability.policy.section import Section
from tutor_reliability.tables import BLAMES, EVENTS, INITIATORS, SESSION_KINDS

_Edges = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How notice is measured, and on which side of the line the line itself lies."""

    line: Length
    reference: str
    uncertain_is_late: bool
    moved_and_held: str
    at_boundary: str
    notice_from: str
    hours: WorkingHours | None


def read_clock(section: Section) -> Clock:
    """Read [clock]."""
    clock = Clock(
        line=section.length("line"),
        reference=section.choice("reference", ("earliest", "current")),
        uncertain_is_late=section.switch("uncertain_is_late"),
        moved_and_held=section.choice("moved_and_held", ("completed", "rescheduled")),
        at_boundary=section.choice("at_boundary", ("early", "late"), "early"),
        notice_from=section.choice("notice_from", ("cancelled", "told"), "cancelled"),
        hours=_hours(section),
    )
    section.done()
    return clock


def read_fault(section: Section, *, boundary: int) -> FaultRule:
    """Read a [[fault]]; `boundary` seconds are added to each positive edge of a notice."""
    when = _condition(section, boundary, of_class=False)
    rule = FaultRule(when=when, blame=section.choice("blame", BLAMES))
    section.done()
    return rule


def read_class(section: Section, *, boundary: int) -> ClassRule:
    """Read a [[class]]; `boundary` seconds are added to each positive edge of a notice."""
    rule = ClassRule(
        name=section.text("name"),
        when=_condition(section, boundary, of_class=True),
        words=section.text("words"),
        weight=section.number("weight", 1.0),
    )
    section.done()
    return rule


def _hours(clock: Section) -> WorkingHours | None:
    if not clock.has("hours"):
        return None
    if isinstance(clock.raw("hours"), str):
        clock.choice("hours", ("elapsed",))
        return None
    section = clock.section("hours")
    hours = WorkingHours(
        opens=section.time("open"),
        closes=section.time("close"),
        days=section.texts("days", WEEKDAYS, ...),
        holidays=section.days("holidays"),
    )
    if hours.opens >= hours.closes:
        raise section.fail("close", "a time after 'open'")
    if not hours.days:
        raise section.fail("days", "at least one weekday")
    section.done()
    return hours


def _condition(rule: Section, boundary: int, *, of_class: bool) -> Condition:
    section = rule.section("when", required=False)
    notice_from, notice_below = _notice(section, boundary)
    lateness_from, lateness_below = _band(section, "lateness")
    since_booking_from, since_booking_below = _band(section, "since_booking")
    condition = Condition(
        events=section.texts("event", EVENTS),
        by=section.texts("by", INITIATORS),
        on_behalf_of=section.texts("on_behalf_of", (*INITIATORS, "none")),
        blames=section.texts("blame", BLAMES) if of_class else (),
        channels=section.texts("channel"),
        reasons=section.texts("reason"),
        session_kinds=section.texts("session_kind", SESSION_KINDS),
        recorded_by=section.texts("recorded_by"),
        weekdays=section.texts("weekday", WEEKDAYS),
        inside_availability=section.flag("inside_availability", default=None),
        first_with_student=section.flag("first_with_student", default=None),
        agreed=section.flag("agreed", default=None),
        notice_from=notice_from,
        notice_below=notice_below,
        notice_unknown=section.raw("notice") == "unknown",
        lateness_from=lateness_from,
        lateness_below=lateness_below,
        since_booking_from=since_booking_from,
        since_booking_below=since_booking_below,
    )
    section.done()
    return condition


def _notice(section: Section, boundary: int) -> _Edges:
    """Read the two edges of a notice, in seconds; None for no edge."""
    if section.raw("notice") == "unknown":
        return None, None
    low, high = _band(section, "notice", ', or "unknown"')
    return low and low + boundary, high and high + boundary


def _band(section: Section, key: str, more: str = "") -> _Edges:
    """Read the two edges of a half-open band, in seconds; None for no edge."""
    found = section.raw(key)
    expected = f'two lengths such as ["24h", ""], half-open{more}'
    match found:
        case None:
            return None, None
        case [str(low_text), str(high_text)]:
            low, high = _edge(section, key, low_text), _edge(section, key, high_text)
        case _:
            raise section.fail(key, expected)
    if low is not None and high is not None and low >= high:
        raise section.fail(key, f"{expected}, the first below the second")
    return low, high


def _edge(section: Section, key: str, text: str) -> int | None:
    try:
        return parse_length(text).seconds if text else None
    except ValueError as error:
        raise section.fail(key, f"two lengths; {error}") from None
