"""What each session of a log counts for, by the knowledge of a night."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tutor_reliability.night import Night
from tutor_reliability.outcomes.caps import Claim, over_cap
from tutor_reliability.outcomes.classify import Judged, classify
from tutor_reliability.outcomes.cures import cures
from tutor_reliability.outcomes.excuses import Standing, excuse_of
from tutor_reliability.outcomes.facts import Facts, facts_of
from tutor_reliability.outcomes.log import Context, Log, known
from tutor_reliability.outcomes.texts import text_of_tonight
from tutor_reliability.policy.model import Book, Policy
from tutor_reliability.policy.rows import as_book


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a session counts for; fields as in core.session_outcomes."""

    event: str
    blame: str
    outcome: str
    weight: float
    is_late: bool
    notice: str
    notice_hours: float | None
    session_day: date
    event_day: date
    reported_at: datetime
    variant: int
    market: str
    excuse: str = "none"
    excuse_rule: int | None = None
    excused: bool = False
    excused_from: tuple[str, ...] = ()
    cured_by: str | None = None
    settles_at: datetime | None = None
    provisional: bool = False
    in_exposure: bool = False
    in_late: bool = False


def judge(log: Log, text: Policy | Book, night: Night) -> dict[str, Verdict]:
    """Judge every session of a log by the knowledge of a night, keyed by session id."""
    context = Context(log=known(log, night.known_until), book=as_book(text), night=night)
    found = {one: facts_of(one, context) for one in _session_ids(context.log)}
    facts = {one: its for one, its in found.items() if its is not None}
    judged = {one: classify(its) for one, its in facts.items()}
    excuses = _excuses(facts, judged, context)
    outcomes = {one: excuses[one].becomes(its.outcome) for one, its in judged.items()}
    cured = cures(facts, outcomes, context.log)
    return {
        one: _verdict(
            its,
            replace(judged[one], outcome=outcomes[one]),
            excuses[one],
            cured.get(one),
            context,
        )
        for one, its in facts.items()
    }


def _session_ids(log: Log) -> list[str]:
    named = {one.session_id for one in log.sessions} | {one.session_id for one in log.cancellations}
    return sorted(named)


def _excuses(
    facts: Mapping[str, Facts], judged: Mapping[str, Judged], context: Context
) -> dict[str, Standing]:
    found = {one: excuse_of(its, judged[one].outcome, context) for one, its in facts.items()}
    claims = [
        Claim(
            session_id=one,
            tutor_id=tutor_id,
            variant=facts[one].policy.variant,
            rule_no=its.rule_no or 0,
            starts_at=facts[one].scheduled_start,
            day=facts[one].session_day,
            cap=its.rule.cap,
        )
        for one, its in found.items()
        if its.state == "accepted" and its.rule and its.rule.cap
        if (tutor_id := facts[one].tutor_id) is not None
    ]
    over = over_cap(claims)
    return {
        one: replace(its, state="over_cap") if one in over else its for one, its in found.items()
    }


def _verdict(
    its: Facts, judged: Judged, excuse: Standing, cured_by: str | None, context: Context
) -> Verdict:
    policy = its.policy
    meter = text_of_tonight(its.market, context).rate.meter
    excused_from = excuse.drops_from(policy)
    excused = "*" in excused_from or meter.name in excused_from
    outcome = policy.cure.to if policy.cure and cured_by else judged.outcome
    settles_at = _settles_at(its, judged.outcome)
    provisional = settles_at is not None and settles_at > context.night.known_until
    counts = not excused and not provisional and its.session_day <= context.night.as_of
    happened_at = its.cancelled_at or its.scheduled_start
    return Verdict(
        event=its.event,
        blame=judged.blame,
        outcome=outcome,
        weight=policy.weights.get(outcome, 1.0),
        is_late=judged.is_late,
        notice=its.notice,
        notice_hours=None if its.notice_seconds is None else its.notice_seconds / 3600,
        session_day=its.session_day,
        event_day=happened_at.astimezone(ZoneInfo(policy.timezone)).date(),
        reported_at=its.reported_at,
        variant=policy.variant,
        market=its.market,
        excuse=excuse.state,
        excuse_rule=excuse.rule_no,
        excused=excused,
        excused_from=excused_from,
        cured_by=cured_by,
        settles_at=settles_at,
        provisional=provisional,
        in_exposure=counts and outcome in meter.among,
        in_late=counts and outcome in meter.of,
    )


def _settles_at(its: Facts, outcome: str) -> datetime | None:
    """Give the instant until which a rebooking may still change it, or None."""
    policy = its.policy
    if policy.settle is None or outcome not in policy.settling:
        return None
    return (its.cancelled_at or its.scheduled_start) + timedelta(seconds=policy.settle.seconds)
