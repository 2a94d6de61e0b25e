"""What the logs say of a session by tonight, before anyone judges."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tutor_reliability.outcomes.log import (
    CancellationRow,
    ContactRow,
    Context,
    SessionRow,
    cancellations_in_force,
    contacts_in_force,
    newness,
    zone_of,
)
from tutor_reliability.outcomes.notice import seconds_of_notice
from tutor_reliability.outcomes.texts import market_of, text_for
from tutor_reliability.policy.model import Policy

ENDED = ("cancelled", "rescheduled")
_UNIT = {"second": timedelta(0), "minute": timedelta(minutes=1), "day": timedelta(days=1)}
_RAN = {
    "no_show_tutor": "no_show",
    "no_show_student": "no_show_student",
    "interrupted": "interrupted",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the logs say of a session by tonight, before anyone judges, and by which text."""

    session_id: str
    policy: Policy
    market: str
    tutor_zone: str | None
    tutor_id: str | None
    student_id: str | None
    booked_at: datetime | None
    scheduled_start: datetime
    session_day: date
    event: str
    initiator: str | None
    on_behalf_of: str | None
    recorded_by: str | None
    channel: str | None
    reason_code: str | None
    kind: str | None
    first_with_student: bool | None
    inside_availability: bool | None
    minutes_late: int | None
    cancelled_at: datetime | None
    told_at: datetime | None
    notice_seconds: int | None
    notice: str
    replaced_by: str | None
    agreed: bool
    reported_at: datetime


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
    market = market_of(session.tutor_id, context)
    policy = text_for(_happened_at(rows), market, context)
    event = _event(rows, policy, context)
    row = _deciding_row(rows, event)
    told_at = min((one.contacted_at for one in rows.told), default=None)
    seconds = _seconds(rows, event, policy, context)
    named = row.rescheduled_to_session_id if row else None
    return Facts(
        session_id=session_id,
        policy=policy,
        market=market,
        tutor_zone=zone_of(session.tutor_id, context.log),
        tutor_id=session.tutor_id,
        student_id=session.student_id,
        booked_at=session.booked_at,
        scheduled_start=session.scheduled_start,
        session_day=session.scheduled_start.astimezone(ZoneInfo(policy.timezone)).date(),
        event=event,
        initiator=_initiator(event, row, told_support=bool(rows.told)),
        on_behalf_of=row.on_behalf_of if row else None,
        recorded_by=row.recorded_by if row else None,
        channel=row.channel if row else None,
        reason_code=_reason(row, rows.told),
        kind=session.kind,
        first_with_student=session.first_with_student,
        inside_availability=session.inside_availability,
        minutes_late=session.minutes_late,
        cancelled_at=row.cancelled_at if row and event in (*ENDED, "interrupted") else None,
        told_at=told_at,
        notice_seconds=seconds,
        notice=_notice(rows, event, seconds, policy),
        replaced_by=named,
        agreed=named in {one.session_id for one in context.log.sessions},
        reported_at=_reported_at(rows, row, context),
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


def _happened_at(rows: _Rows) -> datetime:
    """Give the instant that decides which text judges: a session that ran did so at its start."""
    status = rows.session.status
    row = rows.ending if status in ("cancelled", "scheduled", "interrupted") else None
    if status == "cancelled" and rows.ending is None:
        row = rows.move
    return (row.cancelled_at if row else None) or rows.session.scheduled_start


def _event(rows: _Rows, policy: Policy, context: Context) -> str:
    ahead = rows.session.scheduled_start > context.night.known_until
    status = rows.session.status
    if status not in ("cancelled", "scheduled"):
        held = policy.moved_and_held if rows.move else "completed"
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


def _said_at(rows: _Rows, event: str, policy: Policy) -> datetime | None:
    """Give when the session was said to end: by the cancellation, or earlier to support."""
    row = _deciding_row(rows, event)
    said = [row.cancelled_at] if row and row.cancelled_at else []
    if policy.notice_from == "told":
        said += [one.contacted_at for one in rows.told]
    return min(said, default=None)


def _seconds(rows: _Rows, event: str, policy: Policy, context: Context) -> int | None:
    said_at = _said_at(rows, event, policy)
    if event not in ENDED or said_at is None:
        return None
    return seconds_of_notice(said_at, _due_at(rows.session, policy, context), policy)


def _due_at(session: SessionRow, policy: Policy, context: Context) -> datetime:
    """Give the start that notice is measured to, as the policy has it."""
    if policy.reference != "earliest":
        return session.scheduled_start
    versions = [one for one in context.log.sessions if one.session_id == session.session_id]
    starts = [start for one in versions for start in (one.scheduled_start, one.original_start)]
    return min((one for one in starts if one), default=session.scheduled_start)


def _reported_at(rows: _Rows, row: CancellationRow | None, context: Context) -> datetime:
    """Give when we first knew: of the event that ended it, else of the status it has now."""
    log, session = context.log, rows.session
    if row is not None:
        return min(one.known_at for one in log.cancellations if one.event_id == row.event_id)
    said = [
        one.known_at
        for one in log.sessions
        if one.session_id == session.session_id and one.status == session.status
    ]
    return min(said)


def _initiator(event: str, row: CancellationRow | None, *, told_support: bool) -> str | None:
    if event in ENDED:
        return row.initiator if row else "unknown"
    if event == "interrupted":
        return row.initiator if row else ("tutor" if told_support else "unknown")
    return {"no_show": "tutor", "no_show_student": "student"}.get(event)


def _reason(row: CancellationRow | None, told: list[ContactRow]) -> str | None:
    stated = row.reason_code if row else None
    return stated or (told[0].reason_code if told else None)


def _notice(rows: _Rows, event: str, seconds: int | None, policy: Policy) -> str:
    if event not in ENDED:
        return "none"
    if seconds is None:
        return "unknown"
    row = _deciding_row(rows, event)
    if row is None or row.cancelled_at != _said_at(rows, event, policy):
        return "exact"
    off = timedelta(seconds=abs(seconds - policy.line_seconds))
    return "uncertain" if off < _UNIT[row.precision] else "exact"
