"""What may be offered to each tutor tonight: why, until when, and the way back.

The machine may put a tutor last, or ask a manager at each assignment. Only a decision that a named
person recorded pauses anyone.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from tutor_reliability.ledger import Decision
from tutor_reliability.policy import Policy
from tutor_reliability.policy.model import Book, Status
from tutor_reliability.sentences import day_words
from tutor_reliability.tables import AUDIENCE_VALUES

PAUSED = "paused_by_decision"
AUDIENCES = ("new_students", "existing_students", "trial_students", "unassigned_sessions")


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingFlag:
    """A flag that holds tonight, as in review.flags, with its case where it has one."""

    rule: str
    effect: str
    until: date | None
    held: bool
    case_id: str | None
    starts_on: date | None = date.min
    way_back: str = ""
    variant: int = 0

    def in_force(self, day: date) -> bool:
        """Tell whether its effect is there: not held back, not only announced or waiting."""
        return not self.held and self.starts_on is not None and self.starts_on <= day


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """One tutor's eligibility, as in mart.assignment_eligibility."""

    new_students: str = "eligible"
    existing_students: str = "eligible"
    trial_students: str = "eligible"
    unassigned_sessions: str = "eligible"
    reasons: tuple[str, ...] = field(default_factory=tuple)
    until: date | None = None
    way_back: str | None = None
    case_id: str | None = None
    decided_by: str | None = None

    @property
    def restricted(self) -> bool:
        """Whether any audience is less than eligible."""
        return any(getattr(self, one) != "eligible" for one in AUDIENCES)


def eligibility(
    policy: Policy | Book,
    flags: Iterable[StandingFlag],
    decisions: Iterable[Decision],
    *,
    as_of: date,
) -> Eligibility:
    """Combine what the rules ask for with what people decided; the graver one counts.

    Args:
        policy: The policy in force, all its texts where there are more.
        flags: The tutor's flags tonight; held, announced and waiting ones have no effect.
        decisions: The tutor's decisions in effect tonight, in the order they were recorded.
        as_of: The last day that counts.
    """
    texts = policy.variants if isinstance(policy, Book) else (policy,)
    statuses = {one.variant: one.statuses for one in texts}
    found = Eligibility()
    ends: list[date | None] = []
    ways: list[str] = []
    for flag in flags:
        status = statuses[flag.variant][flag.effect]
        if not flag.in_force(as_of) or not restricts(status):
            continue
        found = _graver(found, status, f"{flag.rule}: {status.words}")
        ends.append(flag.until)
        ways.append(flag.way_back)
        found = replace(found, case_id=found.case_id or flag.case_id)
    pause = standing_pause(decisions, as_of=as_of)
    if pause is not None:
        found = replace(
            found,
            new_students="paused",
            trial_students="paused",
            unassigned_sessions="paused",
            reasons=(*found.reasons, f"{PAUSED}: paused by {pause.decided_by}: {pause.reason}"),
            decided_by=pause.decided_by,
            case_id=pause.case_id or found.case_id,
        )
        ends.append(pause.until)
        ways.append(
            f"the pause ends on {day_words(pause.until)}"
            if pause.until
            else f"{pause.decided_by} or another named person lifts the pause"
        )
    return replace(
        found,
        until=max((one for one in ends if one), default=None) if None not in ends else None,
        way_back="; ".join(one for one in dict.fromkeys(ways) if one) or None,
    )


def standing_pause(decisions: Iterable[Decision], *, as_of: date) -> Decision | None:
    """Find the pause that stands: the last one, unless it was lifted or has run out."""
    standing: Decision | None = None
    for one in decisions:
        if one.action == "pause":
            standing = one
        elif one.action == "lift":
            standing = None
    if standing is not None and standing.until is not None and as_of >= standing.until:
        return None
    return standing


def by_tutor(decisions: Iterable[Decision]) -> dict[str, list[Decision]]:
    """Group decisions by the tutor they concern, keeping their order."""
    found: dict[str, list[Decision]] = defaultdict(list)
    for one in decisions:
        found[one.tutor_id].append(one)
    return found


def worse(value: str, than: str) -> bool:
    """Tell whether one audience value is graver than another."""
    return AUDIENCE_VALUES.index(value) > AUDIENCE_VALUES.index(than)


def restricts(status: Status) -> bool:
    """Tell whether a status leaves anybody less than eligible."""
    return any(getattr(status, one) != "eligible" for one in AUDIENCES)


def _graver(found: Eligibility, status: Status, reason: str) -> Eligibility:
    values = {
        one: max(getattr(found, one), getattr(status, one), key=AUDIENCE_VALUES.index)
        for one in AUDIENCES
    }
    return replace(found, **values, reasons=(*found.reasons, reason))


def ranks(values: Mapping[str, tuple[float | None, bool]]) -> dict[str, int]:
    """Order those put last: the kindest value is asked first, the unrated before all; ties share.

    Args:
        values: For each tutor put last the value of the meter, and whether more of it is better.
    """
    keys = {
        tutor: float("-inf") if value is None else (-value if more_is_better else value)
        for tutor, (value, more_is_better) in values.items()
    }
    ordered = sorted(keys.values())
    return {tutor: bisect_left(ordered, key) + 1 for tutor, key in keys.items()}
