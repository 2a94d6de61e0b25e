"""What the logs say of a session by tonight, before anyone judges."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tutor_reliability.outcomes.log import (
    CancellationRow,
    ContactRow,
    Context,
    SessionRow,
    cancellations_in_force,
    contacts_in_force,
    newness,
)

ENDED = ("cancelled", "rescheduled")
_UNIT = {"second": timedelta(0), "minute": timedelta(minutes=1), "day": timedelta(days=1)}
_RAN = {
    "no_show_tutor": "no_show",
    "no_show_student": "no_show_student",
    "interrupted": "interrupted",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the logs say of a session by tonight, before anyone judges."""

    session_id: str
    tutor_id: str | None
    student_id: str | None
    scheduled_start: datetime
    event: str
    initiator: str | None
    on_behalf_of: str | None
    channel: str | None
    reason_code: str | None
    kind: str | None
    first_with_student: bool | None
    inside_availability: bool | None
    cancelled_at: datetime | None
    notice_seconds: int | None
    notice: str
    replaced_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """The rows that speak of one session.

    `ending` ended it, `move` moved it in place, `told` are messages to support, those with a
    reason first, then the earliest.
    """

    session: SessionRow
    ending: CancellationRow | None
    move: CancellationRow | None
    told: list[ContactRow]


def facts_of(session_id: str, context: Context) -> Facts | None:
    """Say what the logs say of a session; None where nothing says when it was or whose."""
    rows = _rows(session_id, context)
    if rows is None:
        return None
    session = rows.session
    event = _event(rows, context)
    row = _deciding_row(rows, event)
    cancelled_at = row.cancelled_at if row and event in (*ENDED, "interrupted") else None
    seconds = None
    if cancelled_at is not None and event in ENDED:
        seconds = (_start(session, context) - cancelled_at) // timedelta(seconds=1)
    return Facts(
        session_id=session_id,
        tutor_id=session.tutor_id,
        student_id=session.student_id,
        scheduled_start=session.scheduled_start,
        event=event,
        initiator=_initiator(event, row, told_support=bool(rows.told)),
        on_behalf_of=row.on_behalf_of if row else None,
        channel=row.channel if row else None,
        reason_code=_reason(row, rows.told),
        kind=session.kind,
        first_with_student=session.first_with_student,
        inside_availability=session.inside_availability,
        cancelled_at=cancelled_at,
        notice_seconds=seconds,
        notice=_notice(event, seconds, row, context),
        replaced_by=row.rescheduled_to_session_id if row else None,
    )


def _rows(session_id: str, context: Context) -> _Rows | None:
    standing = _standing(session_id, context)
    ending = next((one for one in standing if not _moved_in_place(one)), None)
    session = _session_in_force(session_id, ending, context)
    if session is None:
        return None
    return _Rows(
        session=session,
        ending=ending,
        move=next((one for one in standing if _moved_in_place(one)), None),
        told=sorted(
            (one for one in contacts_in_force(context.log) if one.session_id == session_id),
            key=lambda one: (one.reason_code is None, one.contacted_at, one.contact_id),
        ),
    )


def _standing(session_id: str, context: Context) -> list[CancellationRow]:
    """Give the session's cancellation events that were not taken back, earliest first."""
    rows = [
        one
        for one in cancellations_in_force(context.log)
        if one.session_id == session_id
        and (one.withdrawn_at is None or one.withdrawn_at > context.night.known_until)
    ]
    return sorted(
        rows,
        key=lambda one: (
            one.cancelled_at is None,
            one.cancelled_at.timestamp() if one.cancelled_at else 0.0,
            one.event_id,
        ),
    )


def _moved_in_place(row: CancellationRow) -> bool:
    return row.kind == "rescheduled" and row.rescheduled_to_session_id is None


def _session_in_force(
    session_id: str, ending: CancellationRow | None, context: Context
) -> SessionRow | None:
    """Give the newest version of a session, or one rebuilt from the cancellation that ended it."""
    versions = [one for one in context.log.sessions if one.session_id == session_id]
    if versions:
        return max(versions, key=lambda one: newness(one.updated_at, one.order))
    if ending is None or ending.tutor_id is None or ending.scheduled_start is None:
        return None
    return SessionRow(
        session_id=session_id,
        tutor_id=ending.tutor_id,
        scheduled_start=ending.scheduled_start,
        status="cancelled",
        known_at=ending.known_at,
        order=ending.order,
    )


def _event(rows: _Rows, context: Context) -> str:
    ahead = rows.session.scheduled_start > context.night.known_until
    status = rows.session.status
    if status not in ("cancelled", "scheduled"):
        held = context.policy.moved_and_held if rows.move else "completed"
        return "upcoming" if ahead else _RAN.get(status, held)
    if rows.ending is not None:
        return rows.ending.kind
    if status == "cancelled":
        return "rescheduled" if rows.move else "cancelled"
    return "upcoming" if ahead else "unreported"


def _deciding_row(rows: _Rows, event: str) -> CancellationRow | None:
    """Give the cancellation event that counts: a session that ran was not cancelled, but moved."""
    if rows.ending is not None and rows.session.status in ("cancelled", "scheduled", "interrupted"):
        return rows.ending
    return rows.move if event == "rescheduled" else None


def _start(session: SessionRow, context: Context) -> datetime:
    """Give the start that notice is measured to, as the policy has it."""
    if context.policy.reference != "earliest":
        return session.scheduled_start
    versions = [one for one in context.log.sessions if one.session_id == session.session_id]
    starts = [start for one in versions for start in (one.scheduled_start, one.original_start)]
    return min((one for one in starts if one), default=session.scheduled_start)


def _initiator(event: str, row: CancellationRow | None, *, told_support: bool) -> str | None:
    if event in ENDED:
        return row.initiator if row else "unknown"
    if event == "interrupted":
        return row.initiator if row else ("tutor" if told_support else "unknown")
    return {"no_show": "tutor", "no_show_student": "student"}.get(event)


def _reason(row: CancellationRow | None, told: list[ContactRow]) -> str | None:
    stated = row.reason_code if row else None
    return stated or (told[0].reason_code if told else None)


def _notice(event: str, seconds: int | None, row: CancellationRow | None, context: Context) -> str:
    if event not in ENDED:
        return "none"
    if seconds is None:
        return "unknown"
    off = timedelta(seconds=abs(seconds - context.policy.line.seconds))
    return "uncertain" if row and off < _UNIT[row.precision] else "exact"
