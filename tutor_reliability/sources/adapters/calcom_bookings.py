"""Cal.com: what a booking says, as the API of version 2 gives it.

It knows that a session was cancelled and by whom, and not when: the webhooks know that.
"""

from tutor_reliability.sources.adapter import Given, Taken
from tutor_reliability.sources.adapters.calcom_people import email, initiator
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
from tutor_reliability.sources.times import is_before

_MUST_HAVE = {"uid": ("uid",), "status": ("status",), "start": ("start",)}
_NO_SESSIONS = {
    "pending": "a request that nobody has accepted is no session yet",
    "rejected": "a request that was turned down never was a session",
}


def is_booking(fields: Fields) -> bool:
    """Tell whether an object is a booking of the API."""
    return "uid" in fields and isinstance(fields.get("hosts"), list) and "start" in fields


def booking(one: Parsed) -> Taken:
    """Read one booking."""
    fields = one.fields
    fault = lacking(fields, _MUST_HAVE)
    if fault:
        return refused(one, "unreadable_record", fault)
    status = word(fields, "status").lower()
    if status in _NO_SESSIONS:
        return refused(one, "other_event", f"status is {status!r}: {_NO_SESSIONS[status]}")
    if status == "cancelled":
        return taken(one, _session(fields, "cancelled"), _cancellation(fields))
    if status != "accepted":
        expected = "expected accepted, cancelled, rejected or pending"
        return refused(one, "unreadable_record", f"status is {status!r}: {expected}")
    return taken(one, _session(fields, _attendance(fields)))


def _attendance(fields: Fields) -> str:
    """Say how an accepted booking stands; it was held if it stood unchanged after its end."""
    if dig(fields, "absentHost") is True:
        return "no_show_tutor"
    if dig(fields, "attendees", 0, "absent") is True:
        return "no_show_student"
    over = is_before(word(fields, "end"), word(fields, "updatedAt"))
    return "completed" if over else "scheduled"


def _session(fields: Fields, status: str) -> Given:
    return given(
        "sessions",
        session_id=word(fields, "uid"),
        tutor_id=email(fields, "hosts", 0, "email"),
        student_id=email(fields, "attendees", 0, "email"),
        booked_at=word(fields, "createdAt"),
        scheduled_start=word(fields, "start"),
        duration_minutes=word(fields, "duration"),
        subject=word(fields, "eventType", "slug"),
        status=status,
        updated_at=word(fields, "updatedAt"),
    )


def _cancellation(fields: Fields) -> Given:
    uid, successor = word(fields, "uid"), word(fields, "rescheduledToUid")
    by = email(fields, "rescheduledByEmail" if successor else "cancelledByEmail")
    hosts, attendees = (_emails(fields.get(side)) for side in ("hosts", "attendees"))
    return given(
        "cancellations",
        event_id=f"{uid}:booking",
        session_id=uid,
        initiator=initiator(by, hosts, attendees),
        recorded_by=by,
        reason_text=word(fields, "reschedulingReason" if successor else "cancellationReason"),
        kind="rescheduled" if successor else "cancelled",
        rescheduled_to_session_id=successor,
        tutor_id=email(fields, "hosts", 0, "email"),
        scheduled_start=word(fields, "start"),
        received_at=word(fields, "updatedAt"),
    )


def _emails(people: object) -> list[str]:
    return [email(one, "email") for one in people] if isinstance(people, list) else []
