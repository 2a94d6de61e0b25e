"""iCalendar files: calendars and the messages by which meetings are agreed, moved and cancelled.

A session is a UID with its RECURRENCE-ID. Only the organizer can cancel one; whoever is invited can
decline. A series is no session: its events, exported singly, are.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from tutor_reliability.sources.adapter import Adapter, Export, Given, Taken
from tutor_reliability.sources.adapters.calendar_people import (
    Invited,
    address,
    sole_address,
    students_of,
    who_declined,
)
from tutor_reliability.sources.ics_records import Component, Property, components, properties
from tutor_reliability.sources.ics_zones import Change, ZoneError, Zones, time_of, zone_of
from tutor_reliability.sources.json_export import given
from tutor_reliability.sources.times import is_before, minutes_between

_EVENT, _ZONE, _CALENDAR = "VEVENT", "VTIMEZONE", "VCALENDAR"
_STATUSES = {"": "scheduled", "CONFIRMED": "scheduled", "TENTATIVE": "scheduled"}
_CANCELLED = "CANCELLED"
_NOT_PEOPLE = frozenset({"ROOM", "RESOURCE"})


class _FaultError(ValueError):
    """An event gives nothing: the reason and the detail."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


@dataclass(slots=True)
class _Calendar:
    """What a calendar says beside its events: its methods and its zones."""

    methods: set[str] = field(default_factory=set)
    zones: dict[str, tuple[Change, ...] | None] = field(default_factory=dict)


class _Event(NamedTuple):
    """One event: what stands in it, its calendar's method and zones, and its newest version."""

    said: dict[str, list[Property]]
    method: str
    zones: Zones
    newest: int

    def text(self, name: str) -> str:
        """Give a property that stands there once; "" where there is none."""
        found = self.said.get(name, [])
        if len(found) > 1:
            raise _FaultError("unreadable_record", f"{name} stands there {len(found)} times")
        return found[0].value.strip() if found else ""

    def time(self, name: str) -> str:
        """Give a time; "" where there is none."""
        if not self.text(name):
            return ""
        try:
            return time_of(self.said[name][0], self.zones)
        except ZoneError as error:
            raise _FaultError("unknown_zone", f"{name}: {error}") from None
        except (ValueError, OverflowError):
            what = f"{name} is {self.text(name)!r}: expected a time such as 20260301T100000Z"
            raise _FaultError("unreadable_record", what) from None

    @property
    def told_at(self) -> str:
        """When this version was told: of a message its own time, else the last change."""
        return self.time("DTSTAMP" if self.method else "LAST-MODIFIED")

    @property
    def is_stale(self) -> bool:
        """Whether a newer version of the event stands in the file."""
        return _sequence(self.said) < self.newest

    @property
    def organizer(self) -> str:
        return address(self.text("ORGANIZER"))

    @property
    def invited(self) -> list[Invited]:
        return [
            Invited(address(one.value), one.parameters.get("PARTSTAT", "").upper() == "DECLINED")
            for one in self.said.get("ATTENDEE", [])
            if one.parameters.get("CUTYPE", "").upper() not in _NOT_PEOPLE
        ]

    @property
    def session_id(self) -> str:
        uid, again = self.text("UID"), self.time("RECURRENCE-ID")
        return f"{uid}/{again}" if again else uid


def _claims(text: str) -> bool:
    first = next((line for line in text.removeprefix("\ufeff").splitlines() if line.strip()), "")
    return first.strip().upper() == f"BEGIN:{_CALENDAR}"


def _read(export: Export) -> Iterator[Taken]:
    calendars, newest = _survey(export)
    for one in components(export.open):
        if one.name == _CALENDAR or (one.name == _ZONE and one.fault is None):
            continue
        yield _taken(one, calendars.get(one.calendar), newest)


def _survey(export: Export) -> tuple[dict[int, _Calendar], dict[str, int]]:
    """Read the file once for what its events rest on: methods and zones, wherever they stand."""
    calendars: dict[int, _Calendar] = {}
    newest: dict[str, int] = {}
    for one in components(export.open):
        calendar = calendars.setdefault(one.calendar, _Calendar())
        if one.name == _CALENDAR:
            found = properties(one.lines).get("METHOD", [])
            calendar.methods = {method.value.strip().upper() for method in found}
        elif one.name == _ZONE:
            name, changes = zone_of(one)
            known = calendar.zones.setdefault(name, changes)
            calendar.zones[name] = changes if known == changes else None
        elif one.name == _EVENT and any(line[:8].upper() == "SEQUENCE" for line in one.lines):
            said = properties(one.lines)
            if sequence := _sequence(said):
                newest[_identity(said)] = max(sequence, newest.get(_identity(said), 0))
    return calendars, newest


def _sequence(said: dict[str, list[Property]]) -> int:
    written = said["SEQUENCE"][0].value.strip() if "SEQUENCE" in said else "0"
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else 0  # noqa: PLR2004  # what RFC 5545 calls an integer


def _identity(said: dict[str, list[Property]]) -> str:
    return " ".join(one.value for name in ("UID", "RECURRENCE-ID") for one in said.get(name, []))


def _taken(one: Component, calendar: _Calendar | None, newest: dict[str, int]) -> Taken:
    try:
        return Taken(one.line, one.write(), tuple(_event(one, calendar, newest)))
    except _FaultError as fault:
        return Taken(one.line, one.write(), (), fault.reason, fault.detail)


def _event(one: Component, calendar: _Calendar | None, newest: dict[str, int]) -> list[Given]:
    """Read one component.

    Raises:
        _FaultError: It gives nothing.
    """
    if one.fault:
        raise _FaultError(*one.fault)
    if one.name != _EVENT:
        raise _FaultError("other_event", f"{one.name}: not an event")
    if calendar is None or one.calendar == 0:
        raise _FaultError(
            "unreadable_record", "stands in no calendar: expected BEGIN:VCALENDAR first"
        )
    said = properties(one.lines)
    event = _Event(said, _method(calendar), calendar.zones, newest.get(_identity(said), 0))
    if not event.text("UID"):
        raise _FaultError("unreadable_record", "UID is missing: expected a value")
    if {"RRULE", "RDATE"} & set(said) or "RANGE" in _parameters(said, "RECURRENCE-ID"):
        raise _FaultError("recurring_series", "the event is a series: expected single events")
    return list(_METHODS[event.method](event))


def _method(calendar: _Calendar) -> str:
    if len(calendar.methods) > 1:
        told = ", ".join(sorted(calendar.methods))
        raise _FaultError("unreadable_record", f"METHOD of the calendar is {told}: expected one")
    method = next(iter(calendar.methods), "")
    if method not in _METHODS:
        raise _FaultError("unreadable_record", f"METHOD of the calendar is {method!r}: none known")
    return method


def _parameters(said: dict[str, list[Property]], name: str) -> set[str]:
    return {key for one in said.get(name, []) for key in one.parameters}


def _stated(event: _Event) -> Iterator[Given]:
    """Read an event as its organizer, or the calendar, states it."""
    start, created = event.time("DTSTART"), event.time("CREATED")
    if not start:
        raise _FaultError("unreadable_record", "DTSTART is missing: expected a value")
    status = event.text("STATUS").upper()
    yield given(
        "sessions",
        session_id=event.session_id,
        tutor_id=event.organizer,
        student_id=sole_address(students_of(event.invited, event.organizer)),
        booked_at=created if is_before(created, start) else "",
        scheduled_start=start,
        original_start=event.time("RECURRENCE-ID"),
        duration_minutes=_minutes(event, start),
        status="cancelled" if status == _CANCELLED else _STATUSES.get(status, status.lower()),
        updated_at="" if event.is_stale else event.told_at,
    )
    by, who = who_declined(event.invited, event.organizer)
    if status == _CANCELLED:
        yield _ending(
            event, f"cancelled {event.told_at}", "tutor" if event.organizer else "unknown"
        )
    elif by:
        yield _ending(event, f"declined {who}", by, cancelled_at="", recorded_by=who)


def _minutes(event: _Event, start: str) -> str:
    """Give the length, which stands there as an end or as a duration."""
    written = event.text("DURATION")
    if not written:
        return minutes_between(start, event.time("DTEND"))
    from icalendar.prop import vDuration  # noqa: PLC0415  # see ics_records

    try:
        length = vDuration.from_ical(written)  # type: ignore[no-untyped-call]
        return str(int(length.total_seconds() // 60))
    except (ValueError, OverflowError):
        what = f"DURATION is {written!r}: expected a length such as PT1H"
        raise _FaultError("unreadable_record", what) from None


def _cancel(event: _Event) -> Iterator[Given]:
    """Read a CANCEL: the event is off where it says so, else somebody was taken off it."""
    if event.text("STATUS").upper() != _CANCELLED:
        raise _FaultError("other_event", "CANCEL without STATUS:CANCELLED: an attendee was removed")
    yield _ending(event, f"cancelled {event.told_at}", "tutor")


def _reply(event: _Event) -> Iterator[Given]:
    """Read an attendee's answer: a no to the version in force ends the session."""
    declined = [one.address for one in event.invited if one.declined and one.address]
    if len(declined) != 1:
        raise _FaultError("other_event", "a REPLY that is no PARTSTAT=DECLINED")
    if event.is_stale:
        raise _FaultError("other_event", "a REPLY to a SEQUENCE that is no longer in force")
    (who,) = declined
    by = "tutor" if who == event.organizer else "student"
    yield _ending(event, f"declined {who} {event.told_at}", by, recorded_by=who)


def _talk(event: _Event) -> Iterator[Given]:
    raise _FaultError("other_event", f"METHOD:{event.method} tells of no session")


def _ending(event: _Event, what: str, by: str, **values: str) -> Given:
    found = {
        "event_id": f"{event.session_id} {what}".strip(),
        "session_id": event.session_id,
        "cancelled_at": event.told_at,
        "initiator": by,
        "reason_text": event.text("COMMENT") if len(event.said.get("COMMENT", [])) == 1 else "",
        "tutor_id": event.organizer,
        "scheduled_start": event.time("RECURRENCE-ID") or event.time("DTSTART"),
        "received_at": event.told_at,
    }
    return given("cancellations", **{**found, **values})


_METHODS: dict[str, Callable[[_Event], Iterator[Given]]] = {
    **dict.fromkeys(("", "PUBLISH", "REQUEST", "ADD"), _stated),
    "CANCEL": _cancel,
    "REPLY": _reply,
    **dict.fromkeys(("COUNTER", "DECLINECOUNTER", "REFRESH"), _talk),
}

ADAPTER = Adapter(
    name="icalendar",
    title="iCalendar",
    exports="calendar files, and the messages by which meetings are agreed and cancelled",
    page="docs/sources/icalendar.md",
    logs=("sessions", "cancellations"),
    suffixes=(".ics", ".ical", ".icalendar"),
    claims=_claims,
    read=_read,
)
