"""The rows of a small log, as delivered, and what a night knows of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from tutor_reliability.night import Night
from tutor_reliability.policy.model import Book


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """One delivered version of a session; fields as in raw.sessions."""

    session_id: str
    scheduled_start: datetime
    status: str
    known_at: datetime
    order: int
    tutor_id: str | None = None
    student_id: str | None = None
    booked_at: datetime | None = None
    original_start: datetime | None = None
    updated_at: datetime | None = None
    kind: str | None = None
    first_with_student: bool | None = None
    inside_availability: bool | None = None
    minutes_late: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancellationRow:
    """One delivered version of a cancellation event; fields as in raw.cancellations."""

    event_id: str
    session_id: str
    initiator: str
    known_at: datetime
    order: int
    cancelled_at: datetime | None = None
    on_behalf_of: str | None = None
    recorded_by: str | None = None
    reason_code: str | None = None
    channel: str | None = None
    kind: str = "cancelled"
    rescheduled_to_session_id: str | None = None
    withdrawn_at: datetime | None = None
    tutor_id: str | None = None
    scheduled_start: datetime | None = None
    precision: str = "second"
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """One delivered version of a message to support; fields as in raw.contacts."""

    contact_id: str
    session_id: str
    contacted_at: datetime
    channel: str
    known_at: datetime
    order: int
    reason_code: str | None = None
    emergency: bool | None = None
    decision: str | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TutorRow:
    """One delivered version of a tutor's entry in the roster; fields as in raw.tutors."""

    tutor_id: str
    known_at: datetime
    order: int
    timezone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """A small marketplace: everything delivered so far."""

    sessions: tuple[SessionRow, ...] = ()
    cancellations: tuple[CancellationRow, ...] = ()
    contacts: tuple[ContactRow, ...] = ()
    tutors: tuple[TutorRow, ...] = ()
    excused_sessions: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a session is judged by: the log as the night knows it, all texts, and the night."""

    log: Log
    book: Book
    night: Night


def known(log: Log, until: datetime) -> Log:
    """Give the rows of a log that were known by an instant."""
    return replace(
        log,
        sessions=tuple(one for one in log.sessions if one.known_at <= until),
        cancellations=tuple(one for one in log.cancellations if one.known_at <= until),
        contacts=tuple(one for one in log.contacts if one.known_at <= until),
        tutors=tuple(one for one in log.tutors if one.known_at <= until),
    )


def newness(moment: datetime | None, order: int) -> tuple[bool, float, int]:
    """Order versions of one thing: the later wins, an unknown time loses, then arrival decides."""
    return (moment is not None, moment.timestamp() if moment else 0.0, order)


def cancellations_in_force(log: Log) -> Iterable[CancellationRow]:
    """Give the newest version of each cancellation event."""
    oldest_first = sorted(log.cancellations, key=lambda one: newness(one.received_at, one.order))
    return {one.event_id: one for one in oldest_first}.values()


def zone_of(tutor_id: str | None, log: Log) -> str | None:
    """Give a tutor's time zone by the roster's latest word."""
    entries = [one for one in log.tutors if one.tutor_id == tutor_id]
    return max(entries, key=lambda one: one.order).timezone if entries else None


def contacts_in_force(log: Log) -> Iterable[ContactRow]:
    """Give the newest version of each message."""
    oldest_first = sorted(log.contacts, key=lambda one: newness(one.decided_at, one.order))
    return {one.contact_id: one for one in oldest_first}.values()
