"""How the excuse of a session stands: said through the right channel, in time, and decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tutor_reliability.outcomes.facts import Facts
from tutor_reliability.outcomes.log import ContactRow, Context, contacts_in_force
from tutor_reliability.policy.model import Excuse, Policy

_ORDER = ("accepted", "pending", "rejected", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an excuse stands, and by which rule of the policy; no rule where a person decided."""

    state: str
    rule: Excuse | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Message:
    """Something said of a session: to support, or with the cancellation itself."""

    said_at: datetime
    channel: str | None
    reason_code: str
    emergency: bool | None
    decision: str | None
    to_support: bool


def excuse_of(its: Facts, outcome: str, context: Context) -> Standing:
    """Find how the excuse of a session stands: the best that any message and rule give."""
    if its.session_id in context.log.excused_sessions:
        return Standing(state="accepted")
    terms = context.policy.excuse_terms
    in_time = its.scheduled_start + timedelta(seconds=terms.contact_within.seconds)
    found = [
        (_ORDER.index(state), number, state)
        for message in _messages(its, context)
        if message.said_at <= in_time
        for number, rule in enumerate(context.policy.excuses)
        if outcome in rule.of and _takes(rule, message, context.policy)
        for state in [_state(rule, message, context)]
    ]
    if not found:
        return Standing(state="none")
    _, number, state = min(found)
    return Standing(state=state, rule=context.policy.excuses[number])


def _messages(its: Facts, context: Context) -> Iterator[_Message]:
    for row in contacts_in_force(context.log):
        if row.session_id == its.session_id:
            yield _to_support(row, its)
    if its.cancelled_at is not None and its.channel is not None:
        yield _Message(
            said_at=its.cancelled_at,
            channel=its.channel,
            reason_code=its.reason_code or "",
            emergency=None,
            decision=None,
            to_support=False,
        )


def _to_support(row: ContactRow, its: Facts) -> _Message:
    return _Message(
        said_at=row.contacted_at,
        channel=row.channel,
        reason_code=row.reason_code or its.reason_code or "",
        emergency=row.emergency,
        decision=row.decision,
        to_support=True,
    )


def _takes(rule: Excuse, message: _Message, policy: Policy) -> bool:
    said = message.emergency
    emergency = said if said is not None else message.reason_code in policy.emergency_codes
    return (
        (message.to_support or not rule.needs_decision)
        and (not rule.reasons or message.reason_code in rule.reasons)
        and (not rule.channels or message.channel in rule.channels)
        and (rule.emergency is None or rule.emergency == emergency)
    )


def _state(rule: Excuse, message: _Message, context: Context) -> str:
    if not rule.needs_decision:
        return "accepted"
    if message.decision in ("accepted", "rejected"):
        return message.decision
    pending_for = timedelta(seconds=context.policy.excuse_terms.pending_for.seconds)
    return "pending" if message.said_at + pending_for > context.night.known_until else "none"
