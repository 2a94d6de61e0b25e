"""How the excuse of a session stands: said through the right channel, in time, and decided.

How often a tutor may be excused by one rule is in `caps`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase

from tutor_reliability.outcomes.facts import Facts
from tutor_reliability.outcomes.log import ContactRow, Context, contacts_in_force
from tutor_reliability.policy.model import Amnesty, Excuse, Policy

_ORDER = ("accepted", "pending", "rejected", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an excuse stands, and by which rule of its text; no rule where a person decided."""

    state: str
    rule_no: int | None = None
    rule: Excuse | None = None

    def drops_from(self, policy: Policy) -> tuple[str, ...]:
        """Give the meters that the session is taken out of, '*' for all."""
        if self.rule is None:
            return ("*",) if self.state in ("accepted", "amnesty") else ()
        if self.state == "accepted":
            return self.rule.meters
        if self.state == "pending" and policy.excuse_terms.while_pending == "does_not_count":
            return self.rule.meters or ("*",)
        return ()

    def becomes(self, outcome: str) -> str:
        """Give what the session is called from then on."""
        if self.rule and self.state == "accepted" and self.rule.effect == "reclass":
            return self.rule.to
        return outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class _Message:
    """Something said of a session: to support, or with the cancellation itself."""

    said_at: datetime
    channel: str | None
    reason_code: str | None
    emergency: bool | None
    decision: str | None
    to_support: bool


def excuse_of(its: Facts, outcome: str, context: Context) -> Standing:
    """Find how the excuse of a session stands: a person's word, an amnesty, or the best claim."""
    if its.session_id in context.log.excused_sessions:
        return Standing(state="accepted")
    if any(_covers(one, its, outcome) for one in its.policy.amnesties):
        return Standing(state="amnesty")
    found = [
        (_ORDER.index(state), number, state)
        for message in _messages(its, context)
        for number, rule in enumerate(its.policy.excuses, start=1)
        if outcome in rule.of and _takes(rule, message, its)
        for state in [_state(rule, message, its.policy, context)]
    ]
    if not found:
        return Standing(state="none")
    _, number, state = min(found)
    return Standing(state=state, rule_no=number, rule=its.policy.excuses[number - 1])


def _covers(amnesty: Amnesty, its: Facts, outcome: str) -> bool:
    zone, zones = its.tutor_zone, amnesty.timezones
    return (
        amnesty.first_day <= its.session_day <= amnesty.last_day
        and outcome in amnesty.of
        and (not zones or (zone is not None and any(fnmatchcase(zone, one) for one in zones)))
        and (not amnesty.reasons or (its.reason_code or "none") in amnesty.reasons)
    )


def _messages(its: Facts, context: Context) -> Iterator[_Message]:
    for row in contacts_in_force(context.log):
        if row.session_id == its.session_id:
            yield _to_support(row, its)
    if its.cancelled_at is not None and its.channel is not None:
        yield _Message(
            said_at=its.cancelled_at,
            channel=its.channel,
            reason_code=its.reason_code,
            emergency=None,
            decision=None,
            to_support=False,
        )


def _to_support(row: ContactRow, its: Facts) -> _Message:
    return _Message(
        said_at=row.contacted_at,
        channel=row.channel,
        reason_code=row.reason_code or its.reason_code,
        emergency=row.emergency,
        decision=row.decision,
        to_support=True,
    )


def _takes(rule: Excuse, message: _Message, its: Facts) -> bool:
    said = message.emergency
    emergency = said if said is not None else message.reason_code in its.policy.emergency_codes
    return (
        (message.to_support or not rule.needs_decision)
        and (not rule.reasons or (message.reason_code or "none") in rule.reasons)
        and (not rule.channels or message.channel in rule.channels)
        and (rule.emergency is None or rule.emergency == emergency)
        and _in_time(rule, message, its)
    )


def _in_time(rule: Excuse, message: _Message, its: Facts) -> bool:
    within = rule.told_within or its.policy.excuse_terms.contact_within
    before = timedelta(seconds=rule.told_before.seconds) if rule.told_before else None
    return message.said_at <= its.scheduled_start + timedelta(seconds=within.seconds) and (
        before is None or message.said_at <= its.scheduled_start - before
    )


def _state(rule: Excuse, message: _Message, policy: Policy, context: Context) -> str:
    if not rule.needs_decision:
        return "accepted"
    if message.decision in ("accepted", "rejected"):
        return message.decision
    pending_for = timedelta(seconds=policy.excuse_terms.pending_for.seconds)
    return "pending" if message.said_at + pending_for > context.night.known_until else "none"
