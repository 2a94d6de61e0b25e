"""TutorCruncher: webhooks, each a batch of events; cjas are a lesson's tutors, rcras its students.

Who cancelled is told by who acted. Several tutors or students of one lesson leave its column empty.
"""

from collections.abc import Callable, Iterator

from tutor_reliability.sources.adapter import Adapter, Export, Given, Taken
from tutor_reliability.sources.adapters.lessons import every, read_each, sole, status_of
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
from tutor_reliability.sources.times import minutes_between

_EVENTS = ("events",)
_BOOKED = frozenset(
    {"CREATED_AN_APPOINTMENT", "CREATED_A_REPEATING_APPOINTMENT", "BOOKED_AN_APPOINTMENT"}
)
_CHANGED = frozenset(
    {
        *("EDITED_AN_APPOINTMENT", "EDITED_REPEATED_APPOINTMENTS"),
        "MARKED_AN_APPOINTMENT_AS_COMPLETE",
        *("ADDED_CONTRACTOR_TO_APPOINTMENT", "REMOVED_CONTRACTOR_FROM_APPOINTMENT"),
        *("EDITED_CONTRACTOR_ON_APPOINTMENT", "EDITED_SR_ON_APPOINTMENT"),
        *("ADDED_SR_TO_APPOINTMENT", "REMOVED_SR_FROM_APPOINTMENT"),
    }
)
_STATUSES = {
    "planned": "scheduled",
    "awaiting-report": "scheduled",
    "awaiting-confirmation": "scheduled",
    "complete": "completed",
    "cancelled": "cancelled",
    "cancelled-chargeable": "cancelled",
    "cancelled-but-chargeable": "cancelled",
}
_MUST_HAVE = {
    "timestamp": ("timestamp",),
    "subject.id": ("subject", "id"),
    "subject.start": ("subject", "start"),
    "subject.status": ("subject", "status"),
}


def _claims(text: str) -> bool:
    event, _ = first_record(text, _EVENTS)
    return bool(word(event, "action")) and {"timestamp", "actor", "subject"} <= set(event)


def _read(export: Export) -> Iterator[Taken]:
    return read_each(export, _EVENTS, _event)


def _event(one: Parsed, _: Source) -> Taken:
    action = word(one.fields, "action")
    if not action:
        return refused(one, "unreadable_record", "action is missing: expected a value")
    tells = _ACTIONS.get(action)
    if tells is None:
        return refused(one, "other_event", f"action is {action!r}: tells of no lesson")
    fault = lacking(one.fields, _MUST_HAVE)
    return refused(one, "unreadable_record", fault) if fault else tells(one)


def _booked(one: Parsed) -> Taken:
    return taken(one, _lesson(one.fields, booked_at=word(one.fields, "timestamp")))


def _changed(one: Parsed) -> Taken:
    return taken(one, _lesson(one.fields))


def _cancelled(one: Parsed) -> Taken:
    """Read a cancellation; whether it is charged is kept as the reason."""
    written = word(one.fields, "subject", "status")
    charged = "charge" in written.lower()
    ended = _ending(one.fields, "cancelled", reason_code=written if charged else "")
    return taken(one, _lesson(one.fields), ended)


def _left(one: Parsed) -> Taken:
    """Read that a client gave up a booking: an end where no student is left, else a change."""
    if dig(one.fields, "subject", "rcras") != []:
        return _changed(one)
    return taken(one, _ending(one.fields, "left", initiator="student"))


def _deleted(one: Parsed) -> Taken:
    """Read a deletion: it ends a lesson that was still to come, and else is bookkeeping."""
    if not _is_planned(one.fields):
        return refused(one, "other_event", "a lesson was deleted that was no longer planned")
    return taken(one, _deletion(one.fields, cancelled_at=word(one.fields, "timestamp")))


def _recovered(one: Parsed) -> Taken:
    """Read that a deletion was taken back."""
    lesson = _lesson(one.fields)
    if not _is_planned(one.fields):
        return taken(one, lesson)
    return taken(
        one, lesson, _deletion(one.fields, cancelled_at="", withdrawn=word(one.fields, "timestamp"))
    )


def _is_planned(fields: Fields) -> bool:
    return status_of(word(fields, "subject", "status"), _STATUSES) == "scheduled"


def _deletion(fields: Fields, *, cancelled_at: str, withdrawn: str = "") -> Given:
    return _ending(
        fields,
        "deleted",
        event_id=f"{word(fields, 'subject', 'id')} deleted",
        cancelled_at=cancelled_at,
        reason_code="DELETED_AN_APPOINTMENT",
        withdrawn_at=withdrawn,
    )


def _ending(fields: Fields, what: str, **values: str) -> Given:
    subject, told = dig(fields, "subject"), word(fields, "timestamp")
    lesson = word(subject, "id")
    found = {
        "event_id": f"{lesson} {what} {told}",
        "session_id": lesson,
        "cancelled_at": told,
        "initiator": _initiator(fields),
        "recorded_by": word(fields, "actor", "id"),
        "tutor_id": sole(dig(subject, "cjas"), "contractor"),
        "scheduled_start": word(subject, "start"),
        "received_at": told,
    }
    return given("cancellations", **{**found, **values})


def _initiator(fields: Fields) -> str:
    """Say who acted, by the role that the actor has in the lesson.

    Whoever is neither a tutor nor a student of it works for the company; but somebody may have been
    taken off a lesson that lacks a tutor or a student.
    """
    actor = word(fields, "actor", "id")
    tutors = every(dig(fields, "subject", "cjas"), "contractor")
    rcras = dig(fields, "subject", "rcras")
    students = [*every(rcras, "recipient"), *every(rcras, "paying_client")]
    if not actor:
        return "unknown"
    if actor in tutors and actor not in students:
        return "tutor"
    if actor in students and actor not in tutors:
        return "student"
    return "platform" if tutors and students and actor not in tutors else "unknown"


def _lesson(fields: Fields, *, booked_at: str = "") -> Given:
    subject = dig(fields, "subject")
    start = word(subject, "start")
    return given(
        "sessions",
        session_id=word(subject, "id"),
        tutor_id=sole(dig(subject, "cjas"), "contractor"),
        student_id=sole(dig(subject, "rcras"), "recipient"),
        booked_at=booked_at,
        scheduled_start=start,
        duration_minutes=minutes_between(start, word(subject, "finish")),
        status=status_of(word(subject, "status"), _STATUSES),
        updated_at=word(fields, "timestamp"),
    )


_ACTIONS: dict[str, Callable[[Parsed], Taken]] = {
    **dict.fromkeys(_BOOKED, _booked),
    **dict.fromkeys(_CHANGED, _changed),
    "MARKED_AN_APPOINTMENT_AS_CANCELLED": _cancelled,
    "CANCELLED_A_BOOKING": _left,
    "DELETED_AN_APPOINTMENT": _deleted,
    "RECOVERED_AN_APPOINTMENT": _recovered,
}

ADAPTER = Adapter(
    name="tutorcruncher",
    title="TutorCruncher",
    exports="webhooks, one a line or a document, with a list called events",
    page="docs/sources/tutorcruncher.md",
    logs=("sessions", "cancellations"),
    suffixes=(".jsonl", ".ndjson", ".json"),
    claims=_claims,
    read=_read,
)
