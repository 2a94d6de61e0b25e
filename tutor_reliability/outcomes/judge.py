"""What each session of a log counts for, by the knowledge of a night."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tutor_reliability.night import Night
from tutor_reliability.outcomes.classify import Judged, classify
from tutor_reliability.outcomes.cures import cures
from tutor_reliability.outcomes.excuses import Standing, excuse_of
from tutor_reliability.outcomes.facts import Facts, facts_of
from tutor_reliability.outcomes.log import Context, Log, known
from tutor_reliability.policy import Policy
from tutor_reliability.policy.model import Meter


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


def judge(log: Log, policy: Policy, night: Night) -> dict[str, Verdict]:
    """Judge every session of a log by the knowledge of a night, keyed by session id."""
    context = Context(log=known(log, night.known_until), policy=policy, night=night)
    found = {one: facts_of(one, context) for one in _session_ids(context.log)}
    facts = {one: its for one, its in found.items() if its is not None}
    judged = {one: classify(its, policy) for one, its in facts.items()}
    cured = cures(facts, judged, context)
    return {one: _verdict(its, judged[one], cured.get(one), context) for one, its in facts.items()}


def _session_ids(log: Log) -> list[str]:
    named = {one.session_id for one in log.sessions} | {one.session_id for one in log.cancellations}
    return sorted(named)


def _verdict(its: Facts, judged: Judged, cured_by: str | None, context: Context) -> Verdict:
    policy = context.policy
    excuse = excuse_of(its, judged.outcome, context)
    excused = _excuses_from(excuse, policy.rate.meter)
    outcome = policy.cure.to if policy.cure and cured_by else judged.outcome
    settles_at = _settles_at(its, judged.outcome, policy)
    provisional = settles_at is not None and settles_at > context.night.known_until
    day = its.scheduled_start.astimezone(ZoneInfo(policy.timezone)).date()
    counts = not excused and not provisional and day <= context.night.as_of
    return Verdict(
        event=its.event,
        blame=judged.blame,
        outcome=outcome,
        is_late=judged.is_late,
        notice=its.notice,
        notice_hours=None if its.notice_seconds is None else its.notice_seconds / 3600,
        session_day=day,
        excuse=excuse.state,
        excused=excused,
        cured_by=cured_by,
        provisional=provisional,
        in_exposure=counts and outcome in policy.rate.meter.among,
        in_late=counts and outcome in policy.rate.meter.of,
    )


def _excuses_from(excuse: Standing, meter: Meter) -> bool:
    if excuse.state != "accepted":
        return False
    return excuse.rule is None or "*" in excuse.rule.meters or meter.name in excuse.rule.meters


def _settles_at(its: Facts, outcome: str, policy: Policy) -> datetime | None:
    """Give the instant until which a rebooking may still change it, or None."""
    counted = {one for meter in policy.meters for one in meter.of}
    curable = policy.cure.of if policy.cure else ()
    if policy.settle is None or (outcome not in counted and outcome not in curable):
        return None
    return (its.cancelled_at or its.scheduled_start) + timedelta(seconds=policy.settle.seconds)
