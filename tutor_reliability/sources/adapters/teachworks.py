"""Teachworks: lessons as its API lists them, pages or one a line.

It says that a lesson was cancelled, and neither when nor by whom. A custom status may say by whom;
what it means is for the source file.
"""

from collections.abc import Iterator

from tutor_reliability.sources.adapter import Adapter, Export, Given, Taken
from tutor_reliability.sources.adapters.lessons import mapped, read_each, sole, status_of
from tutor_reliability.sources.json_export import (
    Fields,
    Parsed,
    dig,
    given,
    lacking,
    refused,
    taken,
    word,
)
from tutor_reliability.sources.json_records import first_record
from tutor_reliability.sources.source import Source

_PAGES = ("lessons", "data")
_KEYS = frozenset({"id", "employee_id", "service_id", "from_date", "status", "participants"})
_STATUSES = {
    "scheduled": "scheduled",
    "attended": "completed",
    "missed": "no_show_student",
    "cancelled": "cancelled",
}
_MUST_HAVE = {"id": ("id",), "status": ("status",)}


def _claims(text: str) -> bool:
    lesson, _ = first_record(text, _PAGES)
    return set(lesson) >= _KEYS


def _read(export: Export) -> Iterator[Taken]:
    return read_each(export, _PAGES, _record)


def _record(one: Parsed, source: Source) -> Taken:
    fault = lacking(one.fields, _MUST_HAVE)
    if not fault and not _start(one.fields):
        fault = "from_datetime is missing: expected a value, or from_date and from_time"
    if fault:
        return refused(one, "unreadable_record", fault)
    session = _session(one.fields, source)
    if session.values["status"] != "cancelled":
        return taken(one, session)
    return taken(one, session, _ending(one.fields, source))


def _session(fields: Fields, source: Source) -> Given:
    custom = word(fields, "custom_status")
    told = mapped(custom, "sessions", "status", source)
    return given(
        "sessions",
        session_id=word(fields, "id"),
        tutor_id=word(fields, "employee_id"),
        student_id=sole(dig(fields, "participants"), "student_id"),
        booked_at=word(fields, "created_at"),
        scheduled_start=_start(fields),
        duration_minutes=word(fields, "duration_minutes"),
        subject=word(fields, "service_name"),
        status=custom if told else status_of(word(fields, "status"), _STATUSES),
        updated_at=word(fields, "updated_at"),
    )


def _ending(fields: Fields, source: Source) -> Given:
    """Give the cancellation, its time unknown: a message sent about it is not the cancellation."""
    custom = word(fields, "custom_status")
    told = mapped(custom, "cancellations", "initiator", source)
    return given(
        "cancellations",
        event_id=f"{word(fields, 'id')} cancelled",
        session_id=word(fields, "id"),
        initiator=custom if told else "unknown",
        reason_code=custom,
        tutor_id=word(fields, "employee_id"),
        scheduled_start=_start(fields),
        received_at=word(fields, "updated_at"),
    )


def _start(fields: Fields) -> str:
    """Give the start; without from_datetime in local time, which the source's zone places."""
    day, time = word(fields, "from_date"), word(fields, "from_time")
    return word(fields, "from_datetime") or (f"{day}T{time}" if day and time else "")


ADAPTER = Adapter(
    name="teachworks",
    title="Teachworks",
    exports="lessons as its API lists them, pages or one a line",
    page="docs/sources/teachworks.md",
    logs=("sessions", "cancellations"),
    suffixes=(".json", ".jsonl", ".ndjson"),
    claims=_claims,
    read=_read,
)
