"""What became of a session, in plain Python: the definition that the SQL is held to.

`classify` says whose doing it was and what the policy calls it; `judge` does that for every
session of a small log, with excuses, agreed rebookings and settling. The nightly run uses the SQL
in `assets/models`; a property test proves both equal.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tutor_reliability.night import Night
from tutor_reliability.policy import Policy
from tutor_reliability.policy.model import Condition, Excuse

_UNIT = {"second": timedelta(0), "minute": timedelta(minutes=1), "day": timedelta(days=1)}
_ENDED = ("cancelled", "rescheduled")
_EXCUSE_ORDER = ("accepted", "pending", "rejected", "none")


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
class Log:
    """A small marketplace: everything delivered so far."""

    sessions: tuple[SessionRow, ...] = ()
    cancellations: tuple[CancellationRow, ...] = ()
    contacts: tuple[ContactRow, ...] = ()
    excused_sessions: frozenset[str] = field(default_factory=frozenset)


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
class Verdict:
    """What a session counts for; fields as in core.session_outcomes."""

    event: str
    blame: str
    outcome: str
    is_late: bool
    notice: str
    notice_hours: float | None
    session_day: date
    excuse: str = "none"
    excused: bool = False
    cured_by: str | None = None
    provisional: bool = False
    in_exposure: bool = False
    in_late: bool = False


def classify(facts: Facts, policy: Policy) -> tuple[str, str, bool]:
    """Say whose doing it was, what the policy calls it, and whether the notice was short.

    The first rule that matches decides. Late is strict: notice of exactly the line is in time.
    """
    blame = _blame(facts, policy)
    known = facts.notice == "exact" or (facts.notice == "uncertain" and policy.uncertain_is_late)
    seconds = facts.notice_seconds if known else None
    is_late = facts.event in _ENDED and seconds is not None and seconds < policy.line.seconds
    if facts.event in ("upcoming", "unreported"):
        return blame, facts.event, is_late
    for rule in policy.classes:
        if _meets(facts, rule.when, seconds) and (
            not rule.when.blames or blame in rule.when.blames
        ):
            return blame, rule.name, is_late
    return blame, "unclassified", is_late


def judge(log: Log, policy: Policy, night: Night) -> dict[str, Verdict]:
    """Judge every session of a log by the knowledge of a night, keyed by session id."""
    seen = _visible(log, night.known_until)
    facts = {one: _facts(one, seen, policy, night) for one in _session_ids(seen)}
    judged = {one: classify(its, policy) for one, its in facts.items() if its is not None}
    cured = _cures(
        {one: its for one, its in facts.items() if its is not None}, judged, seen, policy
    )
    return {
        one: _verdict(its, judged[one], cured.get(one), seen, policy, night)
        for one, its in facts.items()
        if its is not None
    }


def _blame(facts: Facts, policy: Policy) -> str:
    if facts.event in ("completed", "upcoming", "unreported"):
        return "none"
    if facts.event == "no_show_student":
        return "student"
    known = facts.notice == "exact" or (facts.notice == "uncertain" and policy.uncertain_is_late)
    seconds = facts.notice_seconds if known else None
    return next(rule.blame for rule in policy.faults if _meets(facts, rule.when, seconds))


def _meets(facts: Facts, when: Condition, seconds: int | None) -> bool:
    asked = (
        (when.events, facts.event),
        (when.by, facts.initiator or ""),
        (when.on_behalf_of, facts.on_behalf_of or "none"),
        (when.channels, facts.channel or ""),
        (when.reasons, facts.reason_code or ""),
        (when.session_kinds, facts.kind or ""),
    )
    if any(options and found not in options for options, found in asked):
        return False
    switches = (
        (when.inside_availability, facts.inside_availability),
        (when.first_with_student, facts.first_with_student),
    )
    if any(wanted is not None and wanted is not found for wanted, found in switches):
        return False
    return _notice_meets(when, seconds)


def _notice_meets(when: Condition, seconds: int | None) -> bool:
    if when.notice_unknown:
        return seconds is None
    if when.notice_from is not None and (seconds is None or seconds < when.notice_from):
        return False
    return when.notice_below is None or (seconds is not None and seconds < when.notice_below)


def _visible(log: Log, known_until: datetime) -> Log:
    return replace(
        log,
        sessions=tuple(one for one in log.sessions if one.known_at <= known_until),
        cancellations=tuple(one for one in log.cancellations if one.known_at <= known_until),
        contacts=tuple(one for one in log.contacts if one.known_at <= known_until),
    )


def _session_ids(log: Log) -> list[str]:
    named = {one.session_id for one in log.sessions} | {one.session_id for one in log.cancellations}
    return sorted(named)


def _latest_first(moment: datetime | None, order: int) -> tuple[bool, float, int]:
    return (moment is not None, moment.timestamp() if moment else 0.0, order)


def _standing(session_id: str, log: Log, known_until: datetime) -> list[CancellationRow]:
    """Give the session's cancellation events that were not taken back, earliest first."""
    latest: dict[str, CancellationRow] = {}
    for row in log.cancellations:
        if row.event_id not in latest or _latest_first(row.received_at, row.order) > _latest_first(
            latest[row.event_id].received_at, latest[row.event_id].order
        ):
            latest[row.event_id] = row
    rows = [
        row
        for row in latest.values()
        if row.session_id == session_id
        and (row.withdrawn_at is None or row.withdrawn_at > known_until)
    ]
    return sorted(
        rows,
        key=lambda row: (
            row.cancelled_at is None,
            row.cancelled_at.timestamp() if row.cancelled_at else 0.0,
            row.event_id,
        ),
    )


def _moved_in_place(row: CancellationRow) -> bool:
    return row.kind == "rescheduled" and row.rescheduled_to_session_id is None


def _facts(session_id: str, log: Log, policy: Policy, night: Night) -> Facts | None:
    versions = [one for one in log.sessions if one.session_id == session_id]
    standing = _standing(session_id, log, night.known_until)
    ending = next((one for one in standing if not _moved_in_place(one)), None)
    move = next((one for one in standing if _moved_in_place(one)), None)
    session = _session_in_force(session_id, versions, ending)
    if session is None:
        return None
    event = _event(session, ending, move, policy, night)
    row = _deciding_row(session, event, ending, move)
    told = sorted(
        (one for one in log.contacts if one.session_id == session_id),
        key=lambda one: (one.reason_code is None, one.contacted_at),
    )
    starts = [
        start for one in versions for start in (one.scheduled_start, one.original_start) if start
    ]
    earliest = min(starts, default=session.scheduled_start)
    start = earliest if policy.reference == "earliest" else session.scheduled_start
    cancelled_at = row.cancelled_at if row and event in (*_ENDED, "interrupted") else None
    seconds = (
        (start - cancelled_at) // timedelta(seconds=1)
        if cancelled_at is not None and event in _ENDED
        else None
    )
    return Facts(
        session_id=session_id,
        tutor_id=session.tutor_id,
        student_id=session.student_id,
        scheduled_start=session.scheduled_start,
        event=event,
        initiator=_initiator(event, row, told_support=bool(told)),
        on_behalf_of=row.on_behalf_of if row else None,
        channel=row.channel if row else None,
        reason_code=(row.reason_code if row else None) or (told[0].reason_code if told else None),
        kind=session.kind,
        first_with_student=session.first_with_student,
        inside_availability=session.inside_availability,
        cancelled_at=cancelled_at,
        notice_seconds=seconds,
        notice=_notice(event, seconds, row.precision if row else "second", policy),
        replaced_by=row.rescheduled_to_session_id if row else None,
    )


def _session_in_force(
    session_id: str, versions: list[SessionRow], ending: CancellationRow | None
) -> SessionRow | None:
    if versions:
        return max(versions, key=lambda one: _latest_first(one.updated_at, one.order))
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


def _event(
    session: SessionRow,
    ending: CancellationRow | None,
    move: CancellationRow | None,
    policy: Policy,
    night: Night,
) -> str:
    ahead = session.scheduled_start > night.known_until
    ran = {
        "no_show_tutor": "no_show",
        "no_show_student": "no_show_student",
        "interrupted": "interrupted",
    }
    if session.status not in ("cancelled", "scheduled"):
        if ahead:
            return "upcoming"
        held = policy.moved_and_held if move else "completed"
        return ran.get(session.status, held)
    if ending is not None:
        return ending.kind
    if session.status == "cancelled":
        return "rescheduled" if move else "cancelled"
    return "upcoming" if ahead else "unreported"


def _deciding_row(
    session: SessionRow, event: str, ending: CancellationRow | None, move: CancellationRow | None
) -> CancellationRow | None:
    if ending is not None and session.status in ("cancelled", "scheduled", "interrupted"):
        return ending
    if ending is None and event == "rescheduled":
        return move
    return None


def _initiator(event: str, row: CancellationRow | None, *, told_support: bool) -> str | None:
    if event in _ENDED:
        return row.initiator if row else "unknown"
    if event == "interrupted":
        return row.initiator if row else ("tutor" if told_support else "unknown")
    return {"no_show": "tutor", "no_show_student": "student"}.get(event)


def _notice(event: str, seconds: int | None, precision: str, policy: Policy) -> str:
    if event not in _ENDED:
        return "none"
    if seconds is None:
        return "unknown"
    off = timedelta(seconds=abs(seconds - policy.line.seconds))
    return "uncertain" if off < _UNIT[precision] else "exact"


def _cures(
    facts: dict[str, Facts], judged: dict[str, tuple[str, str, bool]], log: Log, policy: Policy
) -> dict[str, str]:
    """Match cancellations with the bookings that took their place, each booking once."""
    cure = policy.cure
    if cure is None:
        return {}
    booked_ids = {one.session_id for one in log.sessions}
    curable = [its for one, its in facts.items() if judged[one][1] in cure.of]
    cured = {its.session_id: its.replaced_by for its in curable if its.replaced_by in booked_ids}
    found: dict[str, str] = {one: by for one, by in cured.items() if by is not None}
    pairs: dict[tuple[str | None, ...], list[Facts]] = defaultdict(list)
    for its in curable:
        if its.student_id is not None and its.cancelled_at is not None:
            pairs[_pair(its.tutor_id, its.student_id, policy)].append(its)
    for pair, its_cancellations in pairs.items():
        bookings = _bookings(pair, log, policy)
        for its in its_cancellations:
            answer = _answer(
                its, its_cancellations, bookings, timedelta(seconds=cure.within.seconds)
            )
            if answer is not None:
                found.setdefault(its.session_id, answer)
    return found


def _pair(tutor: str | None, student: str | None, policy: Policy) -> tuple[str | None, ...]:
    same_tutor = policy.cure is not None and "tutor" in policy.cure.same
    return (tutor, student) if same_tutor else (student,)


def _bookings(pair: tuple[str | None, ...], log: Log, policy: Policy) -> list[tuple[datetime, str]]:
    """Give the pair's bookings as (booked at, session), earliest first."""
    first: dict[tuple[str, str | None], datetime] = {}
    for one in log.sessions:
        if (
            one.booked_at is None
            or None in pair
            or _pair(one.tutor_id, one.student_id, policy) != pair
        ):
            continue
        key = (one.session_id, one.tutor_id)
        first[key] = min(first.get(key, one.booked_at), one.booked_at)
    return sorted((at, session_id) for (session_id, _), at in first.items())


def _answer(
    its: Facts,
    beside: list[Facts],
    bookings: list[tuple[datetime, str]],
    within: timedelta,
) -> str | None:
    """Find the booking that answers a cancellation: by then no later one is left unanswered."""
    at = its.cancelled_at
    assert at is not None  # noqa: S101 - the caller keeps only known times
    since = [
        (booked, session_id)
        for booked, session_id in bookings
        if at < booked <= at + within and session_id != its.session_id
    ]
    for number, (booked, session_id) in enumerate(since, start=1):
        waiting = sum(
            1
            for other in beside
            if other.cancelled_at is not None
            and (at, its.session_id) <= (other.cancelled_at, other.session_id)
            and other.cancelled_at < booked
        )
        if number >= waiting:
            return session_id
    return None


def _excuse(
    its: Facts, outcome: str, log: Log, policy: Policy, night: Night
) -> tuple[str, Excuse | None]:
    """Find how the excuse of a session stands, and by which rule."""
    if its.session_id in log.excused_sessions:
        return "accepted", None
    best: tuple[tuple[int, int], str, Excuse] | None = None
    for said_at, message, to_support in _messages(its, log):
        for number, rule in enumerate(policy.excuses):
            if not _takes(rule, its, outcome, message, to_support=to_support, policy=policy):
                continue
            if said_at > its.scheduled_start + timedelta(
                seconds=policy.excuse_terms.contact_within.seconds
            ):
                continue
            state = _state(rule, message, said_at, policy, night)
            rank = (_EXCUSE_ORDER.index(state), number)
            if best is None or rank < best[0]:
                best = (rank, state, rule)
    return (best[1], best[2]) if best else ("none", None)


def _messages(its: Facts, log: Log) -> list[tuple[datetime, ContactRow | None, bool]]:
    latest: dict[str, ContactRow] = {}
    for row in log.contacts:
        if row.contact_id not in latest or _latest_first(row.decided_at, row.order) > _latest_first(
            latest[row.contact_id].decided_at, latest[row.contact_id].order
        ):
            latest[row.contact_id] = row
    messages: list[tuple[datetime, ContactRow | None, bool]] = [
        (row.contacted_at, row, True) for row in latest.values() if row.session_id == its.session_id
    ]
    if its.cancelled_at is not None and its.channel is not None:
        messages.append((its.cancelled_at, None, False))
    return messages


def _takes(
    rule: Excuse,
    its: Facts,
    outcome: str,
    message: ContactRow | None,
    *,
    to_support: bool,
    policy: Policy,
) -> bool:
    reason = (message.reason_code if message else None) or its.reason_code or ""
    channel = message.channel if message else its.channel
    said = message.emergency if message else None
    emergency = said if said is not None else reason in policy.emergency_codes
    return (
        outcome in rule.of
        and (to_support or not rule.needs_decision)
        and (not rule.reasons or reason in rule.reasons)
        and (not rule.channels or channel in rule.channels)
        and (rule.emergency is None or rule.emergency == emergency)
    )


def _state(
    rule: Excuse, message: ContactRow | None, said_at: datetime, policy: Policy, night: Night
) -> str:
    if not rule.needs_decision:
        return "accepted"
    decision = message.decision if message else None
    if decision in ("accepted", "rejected"):
        return str(decision)
    pending_until = said_at + timedelta(seconds=policy.excuse_terms.pending_for.seconds)
    return "pending" if pending_until > night.known_until else "none"


def _verdict(
    its: Facts,
    judged: tuple[str, str, bool],
    cured_by: str | None,
    log: Log,
    policy: Policy,
    night: Night,
) -> Verdict:
    blame, outcome, is_late = judged
    excuse, rule = _excuse(its, outcome, log, policy, night)
    meter = policy.rate.meter
    by_person = its.session_id in log.excused_sessions
    excused = excuse == "accepted" and (
        by_person or (rule is not None and ("*" in rule.meters or meter.name in rule.meters))
    )
    final = policy.cure.to if policy.cure and cured_by else outcome
    provisional = _settles_at(its, outcome, policy) > night.known_until
    day = its.scheduled_start.astimezone(ZoneInfo(policy.timezone)).date()
    counts = not excused and not provisional and day <= night.as_of
    return Verdict(
        event=its.event,
        blame=blame,
        outcome=final,
        is_late=is_late,
        notice=its.notice,
        notice_hours=None if its.notice_seconds is None else its.notice_seconds / 3600,
        session_day=day,
        excuse=excuse,
        excused=excused,
        cured_by=cured_by,
        provisional=provisional,
        in_exposure=counts and final in meter.among,
        in_late=counts and final in meter.of,
    )


def _settles_at(its: Facts, outcome: str, policy: Policy) -> datetime:
    counted = {one for meter in policy.meters for one in meter.of}
    curable = policy.cure.of if policy.cure else ()
    since = its.cancelled_at or its.scheduled_start
    if policy.settle is None or (outcome not in counted and outcome not in curable):
        return datetime.min.replace(tzinfo=since.tzinfo)
    return since + timedelta(seconds=policy.settle.seconds)
