"""What is asked of one session, and what forgives it, in plain words."""

from collections.abc import Iterator

from tutor_reliability.policy.model import Amnesty, Condition, Excuse, FaultRule, Policy
from tutor_reliability.policy.reach import band_words, seconds_text
from tutor_reliability.policy.words.plain import listed, spaced, times

_EVENTS = {
    "completed": "took place",
    "no_show": "the tutor did not come",
    "no_show_student": "the student did not come",
    "interrupted": "broke off",
    "rescheduled": "moved",
    "upcoming": "still ahead",
}
_BLAMES = {
    "none": "nobody's doing",
    "needs_review": "for a person to say whose doing it was",
}


def fault_words(policy: Policy, rule: FaultRule) -> str:
    """Say when it is whose doing."""
    return f"{condition_words(policy, rule.when)}: {blame_words(rule.blame)}"


def blame_words(blame: str) -> str:
    """Say whose doing a session's end was."""
    return _BLAMES.get(blame, f"the {blame}'s doing")


def condition_words(policy: Policy, when: Condition) -> str:
    """Say what a condition asks of a session."""
    said = [*_who_and_what(when), *_flags(when), *_notice(policy, when), *_bands(when)]
    return ", ".join(said) or "anything else"


def _who_and_what(when: Condition) -> Iterator[str]:
    for words, values in (
        ("{}", [_EVENTS.get(one, spaced(one)) for one in when.events]),
        ("{}", [blame_words(one) for one in when.blames]),
        ("by {}", [_who(one) for one in when.by]),
        ("on behalf of {}", [_who(one) for one in when.on_behalf_of]),
        ("through {}", [spaced(one) for one in when.channels]),
        ("with the reason {}", [spaced(one) for one in when.reasons]),
        ("a {} session", list(when.session_kinds)),
        ("recorded by {}", list(when.recorded_by)),
        ("on {}", list(when.weekdays)),
    ):
        if values:
            yield words.format(listed(values))


def _who(one: str) -> str:
    return {"unknown": "somebody the log does not name", "none": "nobody else"}.get(
        one, f"the {one}"
    )


def _flags(when: Condition) -> Iterator[str]:
    for asked, yes, no in (
        (when.inside_availability, "inside the stated hours", "outside the stated hours"),
        (when.first_with_student, "the first with the student", "not the first with the student"),
        (when.agreed, "replaced by another session", "not replaced by another session"),
    ):
        if asked is not None:
            yield yes if asked else no


def _notice(policy: Policy, when: Condition) -> Iterator[str]:
    low, high = when.notice_from, when.notice_below
    if when.notice_unknown:
        yield "notice not known"
    elif low is not None or high is not None:
        late = policy.at_boundary == "late"
        said = _over_to(low, high) if late else band_words(low, high)
        yield f"with notice of {said}"


def _over_to(low: int | None, high: int | None) -> str:
    """Say a band whose positive edges took in their own second when they were read."""
    parts = [
        f"{words} {seconds_text(edge - 1 if edge > 0 else edge)}"
        for words, edge in (("over", low), ("up to", high))
        if edge is not None
    ]
    return ", ".join(parts)


def _bands(when: Condition) -> Iterator[str]:
    for words, low, high in (
        ("the tutor late by {}", when.lateness_from, when.lateness_below),
        ("{} after the booking", when.since_booking_from, when.since_booking_below),
    ):
        if low is not None or high is not None:
            yield words.format(band_words(low, high))


def excuse_words(policy: Policy, rule: Excuse) -> str:
    """Say what an excuse forgives, on what terms, and what it does."""
    words = policy.outcome_words
    of = listed(words.get(one, one) for one in rule.of)
    said = f"{of}: forgiven {_terms(policy, rule)}; {_does(rule, words)}"
    if rule.cap:
        said += f"; {times(rule.cap.times)} in any {rule.cap.within.words}, beyond that it counts"
    return said


def _terms(policy: Policy, rule: Excuse) -> str:
    within = rule.told_within or policy.excuse_terms.contact_within
    parts = [f"if told up to {within.words} after the start"]
    if rule.told_before is not None:
        parts = [f"if told at least {rule.told_before.words} before the start"]
        if rule.told_within is not None:
            parts.append(f"and up to {rule.told_within.words} after it")
    if rule.channels:
        parts.append(f"through {listed(spaced(one) for one in rule.channels)}")
    if rule.reasons:
        parts.append(f"with the reason {listed(spaced(one) for one in rule.reasons)}")
    if rule.emergency is not None:
        parts.append("in an emergency" if rule.emergency else "where it was no emergency")
    if rule.needs_decision:
        parts.append("and accepted by a person")
    return " ".join(parts)


def _does(rule: Excuse, words: dict[str, str]) -> str:
    if rule.effect == "reclass":
        return f"it is then called: {words.get(rule.to, rule.to)}"
    if rule.effect == "drop":
        return "it then counts nowhere"
    return f"it then counts everywhere but in {listed(rule.meters, 'and')}"


def amnesty_words(policy: Policy, amnesty: Amnesty) -> str:
    """Say which days count against nobody, and who decided so."""
    words = policy.outcome_words
    said = f"{amnesty.words}: from {amnesty.first_day} to {amnesty.last_day}"
    if amnesty.timezones:
        said += f" in {listed(amnesty.timezones)}"
    if amnesty.reasons:
        said += f" with the reason {listed(spaced(one) for one in amnesty.reasons)}"
    of = listed((words.get(one, one) for one in amnesty.of), "and")
    return f"{said} nothing counts of: {of}; decided by {amnesty.decided_by}"


def cure_words(policy: Policy) -> str:
    """Say which rebooking takes a cancellation's place; empty where none does."""
    cure = policy.cure
    if cure is None:
        return ""
    words = policy.outcome_words
    of = listed(words.get(one, one) for one in cure.of)
    held = "takes place" if cure.needs == "held" else "is booked"
    return (
        f"{of}: where another session of the same {listed(cure.same, 'and')} {held}, booked "
        f"within {cure.within.words}, it is called: {cure.words}"
    )
