"""Cases: a flag that asks a person, its name, and the order in which people look."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case, as in review.cases; position 0 is not in the queue."""

    case_id: str
    tutor_id: str
    rule: str
    as_of: date
    opened_on: date
    due_on: date
    state: str
    sentence: str
    session_ids: tuple[str, ...]
    decision: str | None
    decided_by: str | None
    decided_on: date | None
    reason: str | None
    students_affected: int
    excess_late: float
    policy_id: str
    policy_version: str
    bulk_id: str | None = None
    queue_position: int = 0

    @property
    def urgency(self) -> tuple[date, float, int, str, str]:
        """Orders cases: due first, then most late sessions beyond the limit.

        What is overdue is due tonight, however old: age alone does not go before harm.
        """
        due = max(self.due_on, self.as_of)
        return (due, -self.excess_late, -self.students_affected, self.tutor_id, self.case_id)


def case_id(tutor_id: str, rule: str, since: date) -> str:
    """Name a case: the rule, the day it opened, and eight characters for the tutor."""
    short = hashlib.sha256(tutor_id.encode()).hexdigest()[:8]
    return f"{rule}-{since:%Y%m%d}-{short}"


def rule_of_case(name: str) -> str:
    """Give the rule that a case's name begins with."""
    return name.rsplit("-", 2)[0]


def queued(cases: Iterable[Case]) -> list[Case]:
    """Number the open cases in the order in which people look; the others stay out."""
    found = list(cases)
    waiting = sorted((one for one in found if one.state == "open"), key=lambda one: one.urgency)
    position = {one.case_id: number for number, one in enumerate(waiting, start=1)}
    return [replace(one, queue_position=position.get(one.case_id, 0)) for one in found]
