"""What may be offered to each tutor tonight: why, until when, and the way back.

The machine may put a tutor last, or ask a manager at each assignment. Only a decision that a named
person recorded pauses anyone.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from tutor_reliability.ledger import Decision
from tutor_reliability.policy import Policy
from tutor_reliability.policy.model import Status
from tutor_reliability.sentences import day_words
from tutor_reliability.tables import AUDIENCE_VALUES

PAUSED = "paused_by_decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingFlag:
    """A flag that holds tonight, as in review.flags, with its case where it has one."""

    rule: str
    effect: str
    until: date | None
    held: bool
    case_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """One tutor's eligibility, as in mart.assignment_eligibility."""

    new_students: str = "eligible"
    existing_students: str = "eligible"
    trial_students: str = "eligible"
    reasons: tuple[str, ...] = field(default_factory=tuple)
    until: date | None = None
    way_back: str | None = None
    case_id: str | None = None
    decided_by: str | None = None

    @property
    def restricted(self) -> bool:
        """Whether any audience is less than eligible."""
        audiences = (self.new_students, self.existing_students, self.trial_students)
        return any(one != "eligible" for one in audiences)


def eligibility(
    policy: Policy, flags: Iterable[StandingFlag], decisions: Iterable[Decision], *, as_of: date
) -> Eligibility:
    """Combine what the rules ask for with what people decided; the graver one counts.

    Args:
        policy: The policy in force.
        flags: The tutor's flags tonight; held ones have no effect.
        decisions: The tutor's decisions in effect tonight, in the order they were recorded.
        as_of: The last day that counts.
    """
    found = Eligibility()
    ends: list[date | None] = []
    ways: list[str] = []
    for flag in flags:
        status = policy.statuses[flag.effect]
        if flag.held or not _restricts(status):
            continue
        found = _graver(found, status, f"{flag.rule}: {status.words}")
        ends.append(flag.until)
        ways.append(_way_back(flag))
        found = replace(found, case_id=found.case_id or flag.case_id)
    pause = standing_pause(decisions, as_of=as_of)
    if pause is not None:
        found = replace(
            found,
            new_students="paused",
            trial_students="paused",
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
        way_back="; ".join(dict.fromkeys(ways)) or None,
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


def _restricts(status: Status) -> bool:
    return any(
        one != "eligible"
        for one in (status.new_students, status.existing_students, status.trial_students)
    )


def _graver(found: Eligibility, status: Status, reason: str) -> Eligibility:
    def pick(now: str, asked: str) -> str:
        return asked if worse(asked, now) else now

    return replace(
        found,
        new_students=pick(found.new_students, status.new_students),
        existing_students=pick(found.existing_students, status.existing_students),
        trial_students=pick(found.trial_students, status.trial_students),
        reasons=(*found.reasons, reason),
    )


def _way_back(flag: StandingFlag) -> str:
    if flag.case_id is None:
        return f"nothing further counts until {day_words(flag.until)}" if flag.until else ""
    lapses = f", or nothing further counts until {day_words(flag.until)}" if flag.until else ""
    return f"a reviewer closes the case{lapses}"
