"""Google Calendar: events as its API lists them, pages or one a line.

Of a deleted event only the id is certain, so that it gives no session, just the end of one that was
landed before. A series is no session; its single events are.
"""

from collections.abc import Iterator

from tutor_reliability.sources.adapter import Adapter, Export, Given, Taken
from tutor_reliability.sources.adapters.calendar_people import (
    Invited,
    address,
    sole_address,
    students_of,
    who_declined,
)
from tutor_reliability.sources.adapters.lessons import read_each
from tutor_reliability.sources.json_export import (
    Fields,
    Parsed,
    dig,
    given,
    refused,
    taken,
    word,
)
from tutor_reliability.sources.json_records import first_record
from tutor_reliability.sources.source import Source
from tutor_reliability.sources.times import is_before, minutes_between

_PAGES = ("items",)
_PAGE, _EVENT = "calendar#events", "calendar#event"
_MEETINGS = frozenset({"", "default"})
_STATUSES = {"": "scheduled", "confirmed": "scheduled", "tentative": "scheduled"}
_SINCE = "2000-01-03"
"""Google writes the turn of the century, in some zone, where it has lost a start."""


def _claims(text: str) -> bool:
    event, page = first_record(text, _PAGES)
    return word(page, "kind") == _PAGE or word(event, "kind") == _EVENT


def _read(export: Export) -> Iterator[Taken]:
    return read_each(export, _PAGES, _event)


def _event(one: Parsed, _: Source) -> Taken:
    if fault := _no_meeting(one.fields):
        return refused(one, *fault)
    if word(one.fields, "status") == "cancelled":
        return taken(one, _deleted(one.fields))
    if not _time(one.fields, "start"):
        return refused(one, "unreadable_record", "start is missing: expected a value")
    return taken(one, *_meeting(one.fields))


def _no_meeting(fields: Fields) -> tuple[str, str] | None:
    """Say what makes a record no single meeting, if so."""
    kind = word(fields, "eventType")
    if word(fields, "kind") == _PAGE:
        return "other_event", "a page without events"
    if not word(fields, "id"):
        return "unreadable_record", "id is missing: expected a value"
    if kind not in _MEETINGS:
        return "other_event", f"eventType is {kind!r}: not a meeting"
    if dig(fields, "recurrence"):
        return "recurring_series", "the event is a series: expected single events"
    return None


def _meeting(fields: Fields) -> Iterator[Given]:
    start, created = _time(fields, "start"), word(fields, "created")
    organizer, invited = _organizer(fields), _invited(fields)
    by, who = who_declined(invited, organizer)
    status = word(fields, "status")
    yield given(
        "sessions",
        session_id=word(fields, "id"),
        tutor_id=organizer,
        student_id=sole_address(students_of(invited, organizer)),
        booked_at=created if is_before(created, start) else "",
        scheduled_start=start,
        original_start=_original_start(fields),
        duration_minutes=minutes_between(start, _time(fields, "end")),
        status=_STATUSES.get(status, status),
        updated_at=word(fields, "updated"),
    )
    if by:
        yield _ending(fields, f"declined {who}", "", by, recorded_by=who)


def _deleted(fields: Fields) -> Given:
    """Give the end of a session, by the tutor where the calendar is the organizer's own."""
    by = "tutor" if dig(fields, "organizer", "self") is True else "unknown"
    return _ending(fields, f"cancelled {word(fields, 'updated')}", word(fields, "updated"), by)


def _ending(fields: Fields, what: str, cancelled_at: str, by: str, recorded_by: str = "") -> Given:
    start = _original_start(fields) or _time(fields, "start")
    return given(
        "cancellations",
        event_id=f"{word(fields, 'id')} {what}".strip(),
        session_id=word(fields, "id"),
        cancelled_at=cancelled_at,
        initiator=by,
        recorded_by=recorded_by,
        tutor_id=_organizer(fields),
        scheduled_start=start if start >= _SINCE else "",
        received_at=word(fields, "updated"),
    )


def _time(fields: Fields, which: str) -> str:
    """Give a time with its offset, or a day; without an offset the source's zone places it."""
    return word(fields, which, "dateTime") or word(fields, which, "date")


def _original_start(fields: Fields) -> str:
    """Give the start that the series foresaw; such an event may have been moved since."""
    return _time(fields, "originalStartTime") if word(fields, "recurringEventId") else ""


def _organizer(fields: Fields) -> str:
    return address(word(fields, "organizer", "email"))


def _invited(fields: Fields) -> list[Invited]:
    people = dig(fields, "attendees")
    return [
        Invited(address(word(one, "email")), word(one, "responseStatus") == "declined")
        for one in (people if isinstance(people, list) else [])
        if dig(one, "resource") is not True
    ]


ADAPTER = Adapter(
    name="google_calendar",
    title="Google Calendar",
    exports="events as its API lists them, pages or one a line",
    page="docs/sources/google-calendar.md",
    logs=("sessions", "cancellations"),
    suffixes=(".json", ".jsonl", ".ndjson"),
    claims=_claims,
    read=_read,
)
