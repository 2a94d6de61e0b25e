"""The numbers of a policy that people may argue about, each with its name and in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass

from tutor_reliability.policy.model import Policy, WorkingHours
from tutor_reliability.policy.words.evidence import PREFIX, evidence_told

_REFERENCE = {
    "earliest": "notice is measured to the earliest start the student was ever given",
    "current": "notice is measured to the start as last agreed",
}
_NOTICE_FROM = {
    "cancelled": "notice begins when the session is cancelled",
    "told": "notice begins when the session is cancelled, or when support was told if that is "
    "earlier",
}
_UNCERTAIN = {
    True: "a time that is not known exactly can be late",
    False: "a time that is not known exactly is not called late near the line",
}
_MOVED = {
    "completed": "a session that was moved and then held is a held session",
    "rescheduled": "a session that was moved and then held is judged by its move",
}
_PENDING = {
    "counts_but_flag_is_held": "while an excuse is undecided the session counts, but no flag "
    "rests on it",
    "counts": "while an excuse is undecided the session counts",
    "does_not_count": "while an excuse is undecided the session does not count",
}
_DECIDED = {
    "reviewer": "a person decides on an excuse",
    "contact": "an excuse stands once the tutor has said so in the right way",
}
_VERSION = {
    "at_event": "a session is judged by the text in force on its day",
    "tonight": "every session is judged by the newest text",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One number or choice: its name, its value as the file has it, and what it means.

    `ours`: no published text gives it.
    """

    name: str
    value: str
    words: str
    ours: bool = False


def parameters(policy: Policy) -> tuple[Parameter, ...]:
    """Give the parameters of a policy, what is measured first."""
    return tuple(
        Parameter(name=name, value=value, words=words, ours=name.startswith(PREFIX))
        for told in (_clock, _excuses, _rate, _evidence, _envelope)
        for name, value, words in told(policy)
    )


def ours_may_name(policy: Policy) -> list[str]:
    """Give what `ours` may name: parameters, classes, meters and rules."""
    known = [one.name for one in parameters(policy)]
    for named in (policy.classes, policy.meters, policy.rules):
        known += [one.name for one in named]
    return list(dict.fromkeys(known))


_Told = Iterator[tuple[str, str, str]]


def _clock(policy: Policy) -> _Told:
    line = policy.line
    if policy.at_boundary == "early":
        side = f"less than {line.words} of notice; exactly {line.words} is in time"
    else:
        side = f"{line.words} of notice or less; exactly {line.words} is late"
    yield "line", line.text, f"late means {side}"
    yield "reference", policy.reference, _REFERENCE[policy.reference]
    yield "notice_from", policy.notice_from, _NOTICE_FROM[policy.notice_from]
    yield "hours", "elapsed" if policy.hours is None else "working", hours_words(policy.hours)
    uncertain = str(policy.uncertain_is_late).lower()
    yield "uncertain_is_late", uncertain, _UNCERTAIN[policy.uncertain_is_late]
    yield "moved_and_held", policy.moved_and_held, _MOVED[policy.moved_and_held]


def _excuses(policy: Policy) -> _Told:
    terms = policy.excuse_terms
    within = f"an excuse must be said up to {terms.contact_within.words} after the start"
    yield "contact_within", terms.contact_within.text, within
    yield "decided_by", terms.decided_by, _DECIDED[terms.decided_by]
    yield "while_pending", terms.while_pending, _PENDING[terms.while_pending]
    pending = f"an excuse may stay undecided for {terms.pending_for.words}; after that it is none"
    yield "pending_for", terms.pending_for.text, pending
    if policy.cure:
        same = " and ".join(policy.cure.same)
        held = ", once that session has taken place," if policy.cure.needs == "held" else ""
        cure = (
            f"a new booking by the same {same} within {policy.cure.within.words}{held} takes a "
            "cancellation's place"
        )
        yield "cure", policy.cure.within.text, cure


def _rate(policy: Policy) -> _Told:
    rate = policy.rate
    yield "limit", f"{rate.limit:.0%}", "the rate that tutors are held against on the pages"
    yield "min_volume", str(rate.min_volume), "sessions needed before a rate is judged"
    prior = (
        f"with fewer than {rate.min_tutors} tutors to learn from, a rate is drawn towards "
        f"{rate.prior_late:g} late in {rate.prior_sessions:g} sessions"
    )
    yield "prior", f"{rate.prior_late:g}/{rate.prior_sessions:g}", prior


def _evidence(policy: Policy) -> _Told:
    yield from evidence_told(policy.evidence)


def _envelope(policy: Policy) -> _Told:
    yield "timezone", policy.timezone, "the calendar that days and windows follow"
    if policy.settle:
        settle = f"a session counts for nothing until {policy.settle.words} have passed"
        yield "settle", policy.settle.text, settle
    if policy.newcomers:
        new = policy.newcomers
        words = (
            f"in the first {new.days} days, or with fewer than {new.sessions} sessions, a tutor "
            f"gets {new.do} instead of anything that asks a person"
        )
        yield "newcomers", f"{new.days}d/{new.sessions}", words
    if policy.published_at:
        change = f"a change is announced {policy.change_notice.words} before it takes effect"
        yield "change_notice", policy.change_notice.text, change
    yield "event_version", policy.event_version, _VERSION[policy.event_version]
    for name, words in (
        ("scope", policy.scope),
        ("cadence", policy.cadence),
        ("assess", policy.assess),
    ):
        if words:
            yield name, words, words


def hours_words(hours: WorkingHours | None) -> str:
    """Say whether notice runs always, or on which days and between which hours."""
    if hours is None:
        return "notice is elapsed time, day and night"
    said = (
        f"notice runs from {_clock_words(hours.opens)} to {_clock_words(hours.closes)} on "
        f"{', '.join(hours.days)} only"
    )
    days = ", ".join(one.isoformat() for one in hours.holidays)
    return f"{said}, but for {days}" if days else said


def _clock_words(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"
