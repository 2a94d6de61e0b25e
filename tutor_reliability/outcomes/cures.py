"""Which agreed rebooking takes a cancellation's place: each booking answers one cancellation."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from tutor_reliability.outcomes.facts import ENDED, Facts
from tutor_reliability.outcomes.log import Log, newness
from tutor_reliability.policy.model import Cure

Pair = tuple[str | None, ...]
Dated = tuple[datetime, str]
"""A session that fell out or a booking: when, and of which session. Ties go by session."""


def cures(facts: Mapping[str, Facts], outcomes: Mapping[str, str], log: Log) -> dict[str, str]:
    """Match cancellations with the bookings that took their place, by session id."""
    curable = [
        (its, cure)
        for one, its in facts.items()
        if (cure := its.policy.cure) is not None and outcomes[one] in cure.of
    ]
    found = {}
    for its, cure in curable:
        answer = _named(its, cure, log) or _answer_to(its, cure, curable, log)
        if answer is not None:
            found[its.session_id] = answer
    return found


def _named(its: Facts, cure: Cure, log: Log) -> str | None:
    """Give the session that the cancellation itself names, where the log knows it."""
    return its.replaced_by if its.replaced_by in _answering(cure, log) else None


def _answer_to(
    its: Facts, cure: Cure, curable: Iterable[tuple[Facts, Cure]], log: Log
) -> str | None:
    pair = _pair(its.tutor_id, its.student_id, cure)
    freed_at = _freed_at(its)
    if freed_at is None or None in pair:
        return None
    beside = [
        (at, other.session_id)
        for other, _ in curable
        if (at := _freed_at(other)) and _pair(other.tutor_id, other.student_id, cure) == pair
    ]
    within = timedelta(seconds=cure.within.seconds)
    bookings = _bookings(pair, cure, log)
    return _answer((freed_at, its.session_id), beside, bookings, within)


def _freed_at(its: Facts) -> datetime | None:
    """Give when it fell out: when it was cancelled, or its start where nobody cancelled it."""
    if its.event in ENDED:
        return its.cancelled_at
    return its.cancelled_at or its.scheduled_start


def _answering(cure: Cure, log: Log) -> set[str]:
    """Give the sessions that can answer: all there are, or those that were held."""
    names = {one.session_id for one in log.sessions}
    if cure.needs != "held":
        return names
    return {name for name in names if _status(name, log) == "completed"}


def _status(session_id: str, log: Log) -> str:
    versions = [one for one in log.sessions if one.session_id == session_id]
    return max(versions, key=lambda one: newness(one.updated_at, one.order)).status


def _pair(tutor: str | None, student: str | None, cure: Cure) -> Pair:
    return (tutor, student) if "tutor" in cure.same else (student,)


def _bookings(pair: Pair, cure: Cure, log: Log) -> list[Dated]:
    """Give the pair's bookings, earliest first."""
    answering = _answering(cure, log)
    first: dict[tuple[str, str | None], datetime] = {}
    for one in log.sessions:
        its_pair = _pair(one.tutor_id, one.student_id, cure)
        if one.booked_at is not None and its_pair == pair and one.session_id in answering:
            key = (one.session_id, one.tutor_id)
            first[key] = min(first.get(key, one.booked_at), one.booked_at)
    return sorted((at, session_id) for (session_id, _), at in first.items())


def _answer(
    its: Dated, beside: Iterable[Dated], bookings: Iterable[Dated], within: timedelta
) -> str | None:
    """Find the booking that answers a cancellation: by then no later one is left unanswered."""
    at, cancelled_id = its
    since = [
        (booked, session_id)
        for booked, session_id in bookings
        if at < booked <= at + within and session_id != cancelled_id
    ]
    for number, (booked, session_id) in enumerate(since, start=1):
        waiting = sum(1 for other in beside if its <= other and other[0] < booked)
        if number >= waiting:
            return session_id
    return None
