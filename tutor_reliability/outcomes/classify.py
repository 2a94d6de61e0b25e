"""Whose doing it was, and what the policy calls it: the first rule that matches decides."""

from dataclasses import dataclass

from tutor_reliability.outcomes.facts import ENDED, Facts
from tutor_reliability.policy import Policy
from tutor_reliability.policy.model import Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a policy makes of a session's facts, before excuses and agreed rebookings."""

    blame: str
    outcome: str
    is_late: bool


def classify(facts: Facts, policy: Policy) -> Judged:
    """Say whose doing it was, what the policy calls it, and whether the notice was short.

    Late is strict: notice of exactly the line is in time.
    """
    seconds = _known_notice(facts, policy)
    blame = _blame(facts, policy, seconds)
    is_late = facts.event in ENDED and seconds is not None and seconds < policy.line.seconds
    return Judged(blame=blame, outcome=_outcome(facts, policy, blame, seconds), is_late=is_late)


def _known_notice(facts: Facts, policy: Policy) -> int | None:
    """Give the notice that rules may test, in seconds."""
    known = facts.notice == "exact" or (facts.notice == "uncertain" and policy.uncertain_is_late)
    return facts.notice_seconds if known else None


def _blame(facts: Facts, policy: Policy, seconds: int | None) -> str:
    if facts.event in ("completed", "upcoming", "unreported"):
        return "none"
    if facts.event == "no_show_student":
        return "student"
    return next(rule.blame for rule in policy.faults if _meets(facts, rule.when, seconds))


def _outcome(facts: Facts, policy: Policy, blame: str, seconds: int | None) -> str:
    if facts.event in ("upcoming", "unreported"):
        return facts.event
    matching = (
        rule.name
        for rule in policy.classes
        if _meets(facts, rule.when, seconds) and (not rule.when.blames or blame in rule.when.blames)
    )
    return next(matching, "unclassified")


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
