"""Cal.com: webhooks, one a line, and bookings as the API of version 2 gives them.

An e-mail is the only name of a person that both of them state, so it is the id of tutor and
student. What a booking of the API says is in `calcom_bookings`.
"""

from collections.abc import Callable, Iterator

from tutor_reliability.sources.adapter import Adapter, Export, Given, Taken
from tutor_reliability.sources.adapters import calcom_bookings
from tutor_reliability.sources.adapters.calcom_people import email, initiator
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

_BOOKING = {"uid": ("uid",), "startTime": ("startTime",)}


def _claims(text: str) -> bool:
    return any(_is_webhook(one) or calcom_bookings.is_booking(one) for one in objects(text))


def _is_webhook(fields: Fields) -> bool:
    event = word(fields, "triggerEvent")
    stated = isinstance(fields.get("payload"), dict) or "startTime" in fields
    return event == event.upper() != "" and stated


def _read(export: Export) -> Iterator[Taken]:
    for one in records(export):
        if isinstance(one, Taken):
            yield one
        elif "triggerEvent" in one.fields:
            yield _webhook(one)
        elif calcom_bookings.is_booking(one.fields):
            yield calcom_bookings.booking(one)
        else:
            yield refused(one, "unreadable_record", "neither triggerEvent nor hosts: expected one")


def _webhook(one: Parsed) -> Taken:
    event = word(one.fields, "triggerEvent")
    tells = _EVENTS.get(event)
    if tells is None:
        what = _OTHERS.get(event, "tells of no session and no cancellation")
        return refused(one, "other_event", f"triggerEvent is {event!r}: {what}")
    payload = one.fields.get("payload")
    payload = payload if isinstance(payload, dict) else one.fields
    sent = {} if event == "MEETING_ENDED" else {"createdAt": ("createdAt",)}
    fault = lacking(payload, _BOOKING) or lacking(one.fields, sent)
    if fault:
        return refused(one, "unreadable_record", fault)
    return tells(one, payload, word(one.fields, "createdAt"))


def _created(one: Parsed, payload: Fields, sent: str) -> Taken:
    return taken(one, _session(payload, "scheduled", sent, booked_at=sent))


def _cancelled(one: Parsed, payload: Fields, sent: str) -> Taken:
    """Read a cancellation; a host who asks to reschedule has called the session off, too.

    Such a request can come from the host alone. Until the student picks another time nothing
    replaces the session, so it is no reschedule.
    """
    by = initiator(word(payload, "cancelledBy"), *_sides(payload))
    if by == "unknown" and dig(payload, "requestReschedule") is True:
        by = "tutor"
    uid = word(payload, "uid")
    ended = given(
        "cancellations",
        event_id=f"{uid}:BOOKING_CANCELLED:{sent}",
        session_id=uid,
        cancelled_at=sent,
        initiator=by,
        recorded_by=email(payload, "cancelledBy"),
        reason_text=word(payload, "cancellationReason"),
        kind="cancelled",
        tutor_id=_tutor(payload),
        scheduled_start=word(payload, "startTime"),
    )
    return taken(one, _session(payload, "cancelled", sent), ended)


def _rescheduled(one: Parsed, payload: Fields, sent: str) -> Taken:
    """Read a move: the new booking, and the end of the one that it replaces."""
    uid, old = word(payload, "uid"), word(payload, "rescheduleUid")
    before = word(payload, "rescheduleStartTime")
    if not old:
        return refused(one, "unreadable_record", "rescheduleUid is missing: expected a value")
    in_place = uid == old
    booked = {"original_start": before} if in_place else {"booked_at": sent}
    moved = given(
        "cancellations",
        event_id=f"{old}:BOOKING_RESCHEDULED:{sent}",
        session_id=old,
        cancelled_at=sent,
        initiator=initiator(word(payload, "rescheduledBy"), *_sides(payload)),
        recorded_by=email(payload, "rescheduledBy"),
        reason_text=word(payload, "responses", "rescheduleReason", "value"),
        kind="rescheduled",
        rescheduled_to_session_id="" if in_place else uid,
        tutor_id=_tutor(payload),
        scheduled_start=before,
    )
    return taken(one, _session(payload, "scheduled", sent, **booked), moved)


def _ended(one: Parsed, payload: Fields, sent: str) -> Taken:
    """Read that the time of a booking is over; its createdAt may be the booking's own."""
    status = word(payload, "status").upper() or "ACCEPTED"
    if status != "ACCEPTED":
        return refused(one, "other_event", f"status is {status!r}: the end of nothing that was on")
    if not word(payload, "endTime"):
        return refused(one, "unreadable_record", "endTime is missing: expected a value")
    del sent
    return taken(one, _session(payload, "completed", word(payload, "endTime")))


def _session(payload: Fields, status: str, version: str, **more: str) -> Given:
    start, end = word(payload, "startTime"), word(payload, "endTime")
    return given(
        "sessions",
        session_id=word(payload, "uid"),
        tutor_id=_tutor(payload),
        student_id=email(payload, "attendees", 0, "email"),
        scheduled_start=start,
        duration_minutes=minutes_between(start, end),
        subject=word(payload, "type") or word(payload, "eventTitle"),
        status=status,
        updated_at=version,
        **more,
    )


def _tutor(payload: Fields) -> str:
    return email(payload, "organizer", "email") or email(payload, "user", "email")


def _sides(payload: Fields) -> tuple[list[str], list[str]]:
    attendees = dig(payload, "attendees")
    people = attendees if isinstance(attendees, list) else []
    return [_tutor(payload)], [email(one, "email") for one in people]


_EVENTS: dict[str, Callable[[Parsed, Fields, str], Taken]] = {
    "BOOKING_CREATED": _created,
    "BOOKING_CANCELLED": _cancelled,
    "BOOKING_RESCHEDULED": _rescheduled,
    "MEETING_ENDED": _ended,
}
_OTHERS = {
    "BOOKING_REQUESTED": "a request that nobody has accepted is no session yet",
    "BOOKING_REJECTED": "a request that was turned down never was a session",
    "BOOKING_NO_SHOW_UPDATED": "names no start; the bookings of the API say who was absent",
}

ADAPTER = Adapter(
    name="calcom",
    title="Cal.com",
    exports="webhooks, one a line, and bookings of API version 2 as JSON",
    page="docs/sources/calcom.md",
    logs=("sessions", "cancellations"),
    suffixes=(".jsonl", ".ndjson", ".json"),
    claims=_claims,
    read=_read,
)
