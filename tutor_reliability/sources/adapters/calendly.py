"""Calendly: webhooks of API version 2, one a line.

A session is a scheduled event, a booking is an invitee of it. A move is a cancellation that names
the invitee who replaces the one that left.
"""

from collections.abc import Callable, Iterator

from tutor_reliability.sources.adapter import Adapter, Export, Given, Taken
from tutor_reliability.sources.json_export import (
    Fields,
    Parsed,
    dig,
    given,
    lacking,
    objects,
    records,
    refused,
    taken,
    word,
)
from tutor_reliability.sources.times import minutes_between

_SIDES = {"host": "tutor", "invitee": "student"}
_MUST_HAVE = {
    "payload.uri": ("uri",),
    "payload.scheduled_event.uri": ("scheduled_event", "uri"),
    "payload.scheduled_event.start_time": ("scheduled_event", "start_time"),
}
_PEOPLE = "/invitees/"


def _claims(text: str) -> bool:
    return any(_is_webhook(one) for one in objects(text))


def _is_webhook(fields: Fields) -> bool:
    """Tell whether an object is a webhook of Calendly about an invitee."""
    known = word(fields, "event").startswith(("invitee.", "invitee_no_show."))
    return known and "created_at" in fields and isinstance(fields.get("payload"), dict)


def _read(export: Export) -> Iterator[Taken]:
    for one in records(export):
        yield one if isinstance(one, Taken) else _webhook(one)


def _webhook(one: Parsed) -> Taken:
    event = word(one.fields, "event")
    if not event:
        return refused(one, "unreadable_record", "event is missing: expected a value")
    tells = _EVENTS.get(event)
    if tells is None:
        return refused(one, "other_event", f"event is {event!r}: tells of no session")
    payload = dig(one.fields, "payload")
    fault = lacking(payload, _MUST_HAVE)
    if fault or not isinstance(payload, dict):
        return refused(one, "unreadable_record", fault)
    return tells(one, payload)


def _created(one: Parsed, payload: Fields) -> Taken:
    return taken(one, _session(payload, "scheduled"))


def _canceled(one: Parsed, payload: Fields) -> Taken:
    if _others_come(payload):
        what = "one of several invitees left, the session takes place"
        return refused(one, "other_event", f"invitees_counter.active is above 0: {what}")
    moved = dig(payload, "rescheduled") is True
    successor, has_successor, _ = word(payload, "new_invitee").partition(_PEOPLE)
    ended = given(
        "cancellations",
        event_id=f"{word(payload, 'uri')} invitee.canceled",
        session_id=word(payload, "scheduled_event", "uri"),
        cancelled_at=word(payload, "cancellation", "created_at"),
        initiator=_SIDES.get(word(payload, "cancellation", "canceler_type"), "unknown"),
        recorded_by=word(payload, "cancellation", "canceled_by"),
        reason_text=word(payload, "cancellation", "reason"),
        kind="rescheduled" if moved and has_successor else "cancelled",
        rescheduled_to_session_id=successor if moved and has_successor else "",
        tutor_id=_tutor(payload),
        scheduled_start=word(payload, "scheduled_event", "start_time"),
        received_at=word(one.fields, "created_at"),
    )
    return taken(one, _session(payload, "cancelled"), ended)


def _no_show(one: Parsed, payload: Fields) -> Taken:
    if _others_come(payload, besides=1):
        what = "one of several invitees stayed away, the session took place"
        return refused(one, "other_event", f"invitees_counter.active is above 1: {what}")
    told = word(payload, "no_show", "created_at")
    return taken(one, _session(payload, "no_show_student", told))


def _no_show_withdrawn(one: Parsed, payload: Fields) -> Taken:
    if _others_come(payload, besides=1):
        return refused(one, "other_event", "invitees_counter.active is above 1: one of several")
    return taken(one, _session(payload, "scheduled", word(one.fields, "created_at")))


def _others_come(payload: Fields, *, besides: int = 0) -> bool:
    """Tell whether a session for several still has invitees, beside those spoken of."""
    counter = dig(payload, "scheduled_event", "invitees_counter")
    limit, active = word(counter, "limit"), word(counter, "active")
    if not (limit.isdecimal() and active.isdecimal()):
        return False
    stands = word(payload, "scheduled_event", "status") == "active"
    return stands and int(limit) > 1 and int(active) > besides


def _session(payload: Fields, status: str, version: str = "") -> Given:
    event = dig(payload, "scheduled_event")
    start = word(event, "start_time")
    return given(
        "sessions",
        session_id=word(event, "uri"),
        tutor_id=_tutor(payload),
        student_id=word(payload, "email").lower(),
        booked_at=word(payload, "created_at"),
        scheduled_start=start,
        duration_minutes=minutes_between(start, word(event, "end_time")),
        subject=word(event, "name"),
        status=status,
        updated_at=version or word(payload, "updated_at"),
    )


def _tutor(payload: Fields) -> str:
    """Give the host, who is named by address: names and e-mails change."""
    return word(payload, "scheduled_event", "event_memberships", 0, "user")


_EVENTS: dict[str, Callable[[Parsed, Fields], Taken]] = {
    "invitee.created": _created,
    "invitee.canceled": _canceled,
    "invitee_no_show.created": _no_show,
    "invitee_no_show.deleted": _no_show_withdrawn,
}

ADAPTER = Adapter(
    name="calendly",
    title="Calendly",
    exports="webhooks of API version 2, one a line",
    page="docs/sources/calendly.md",
    logs=("sessions", "cancellations"),
    suffixes=(".jsonl", ".ndjson", ".json"),
    claims=_claims,
    read=_read,
)
