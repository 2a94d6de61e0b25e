"""Whose doing it was, and what the policy calls it: the first rule that matches decides."""

from dataclasses import dataclass
from datetime import timedelta

from tutor_reliability.outcomes.facts import ENDED, Facts
from tutor_reliability.policy.model import WEEKDAYS, Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a policy makes of a session's facts, before excuses and agreed rebookings."""

    blame: str
    outcome: str
    is_late: bool


def classify(facts: Facts) -> Judged:
    """Say whose doing it was, what its text calls it, and whether the notice was short.

    Late is strict: notice of exactly the line is in time, unless the text says otherwise.
    """
    seconds = _known_notice(facts)
    blame = _blame(facts)
    line = facts.policy.line_seconds
    is_late = facts.event in ENDED and seconds is not None and seconds < line
    return Judged(blame=blame, outcome=_outcome(facts, blame), is_late=is_late)


def _known_notice(facts: Facts) -> int | None:
    """Give the notice that rules may test, in seconds."""
    tested = facts.notice == "uncertain" and facts.policy.uncertain_is_late
    return facts.notice_seconds if facts.notice == "exact" or tested else None


def _blame(facts: Facts) -> str:
    if facts.event in ("completed", "upcoming", "unreported"):
        return "none"
    if facts.event == "no_show_student":
        return "student"
    return next(rule.blame for rule in facts.policy.faults if _meets(facts, rule.when))


def _outcome(facts: Facts, blame: str) -> str:
    if facts.event in ("upcoming", "unreported"):
        return facts.event
    matching = (
        rule.name
        for rule in facts.policy.classes
        if _meets(facts, rule.when) and (not rule.when.blames or blame in rule.when.blames)
    )
    return next(matching, "unclassified")


def _meets(facts: Facts, when: Condition) -> bool:
    asked = (
        (when.events, facts.event),
        (when.by, facts.initiator or ""),
        (when.on_behalf_of, facts.on_behalf_of or "none"),
        (when.channels, facts.channel or ""),
        (when.reasons, facts.reason_code or "none"),
        (when.session_kinds, facts.kind or ""),
        (when.recorded_by, facts.recorded_by or ""),
        (when.weekdays, WEEKDAYS[facts.session_day.weekday()]),
    )
    if any(options and found not in options for options, found in asked):
        return False
    switches = (
        (when.inside_availability, facts.inside_availability),
        (when.first_with_student, facts.first_with_student),
        (when.agreed, facts.agreed),
    )
    if any(wanted is not None and wanted is not found for wanted, found in switches):
        return False
    return _times_meet(facts, when)


def _times_meet(facts: Facts, when: Condition) -> bool:
    seconds = _known_notice(facts)
    if when.notice_unknown and seconds is not None:
        return False
    late = None if facts.minutes_late is None else facts.minutes_late * 60
    return (
        _lies_in(seconds, when.notice_from, when.notice_below)
        and _lies_in(late, when.lateness_from, when.lateness_below)
        and _lies_in(_since_booking(facts), when.since_booking_from, when.since_booking_below)
    )


def _since_booking(facts: Facts) -> float | None:
    if facts.cancelled_at is None or facts.booked_at is None:
        return None
    return (facts.cancelled_at - facts.booked_at) / timedelta(seconds=1)


def _lies_in(found: float | None, least: int | None, below: int | None) -> bool:
    """Tell whether a time lies in a half-open band; an unknown one only where none is asked."""
    if found is None:
        return least is None and below is None
    return (least is None or found >= least) and (below is None or found < below)
