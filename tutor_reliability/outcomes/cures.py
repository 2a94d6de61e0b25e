"""Which agreed rebooking takes a cancellation's place: each booking answers one cancellation."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from tutor_reliability.outcomes.classify import Judged
from tutor_reliability.outcomes.facts import Facts
from tutor_reliability.outcomes.log import Context
from tutor_reliability.policy import Policy

Pair = tuple[str | None, ...]
Dated = tuple[datetime, str]
"""A cancellation or a booking: when, and of which session. Ties go by session."""


def cures(
    facts: Mapping[str, Facts], judged: Mapping[str, Judged], context: Context
) -> dict[str, str]:
    """Match cancellations with the bookings that took their place, by session id."""
    cure = context.policy.cure
    if cure is None:
        return {}
    curable = [its for one, its in facts.items() if judged[one].outcome in cure.of]
    booked = {one.session_id for one in context.log.sessions}
    found = {its.session_id: its.replaced_by for its in curable if its.replaced_by in booked}
    within = timedelta(seconds=cure.within.seconds)
    for pair, cancelled in _cancelled(curable, context.policy).items():
        bookings = _bookings(pair, context)
        for one in cancelled:
            answer = _answer(one, cancelled, bookings, within)
            if answer is not None:
                found.setdefault(one[1], answer)
    return found


def _cancelled(curable: Iterable[Facts], policy: Policy) -> dict[Pair, list[Dated]]:
    pairs: dict[Pair, list[Dated]] = defaultdict(list)
    for its in curable:
        if its.student_id is not None and its.cancelled_at is not None:
            pair = _pair(its.tutor_id, its.student_id, policy)
            pairs[pair].append((its.cancelled_at, its.session_id))
    return pairs


def _pair(tutor: str | None, student: str | None, policy: Policy) -> Pair:
    same_tutor = policy.cure is not None and "tutor" in policy.cure.same
    return (tutor, student) if same_tutor else (student,)


def _bookings(pair: Pair, context: Context) -> list[Dated]:
    """Give the pair's bookings, earliest first."""
    if None in pair:
        return []
    first: dict[tuple[str, str | None], datetime] = {}
    for one in context.log.sessions:
        its_pair = _pair(one.tutor_id, one.student_id, context.policy)
        if one.booked_at is not None and its_pair == pair:
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
