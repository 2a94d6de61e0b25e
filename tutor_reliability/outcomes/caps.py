"""How often one rule may excuse a tutor: the oldest first, and what is over the cap counts.

A session without a tutor is nobody's, so no cap binds it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from tutor_reliability.policy.model import Allowance


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A session that a capped rule of its text would excuse."""

    session_id: str
    tutor_id: str
    variant: int
    rule_no: int
    starts_at: datetime
    day: date
    cap: Allowance


def over_cap(claims: Iterable[Claim]) -> set[str]:
    """Find the sessions that are over their cap.

    Greedy: each claim is granted, oldest start first, unless so many were granted within the span
    that ends with its day.
    """
    found = set()
    for its in _by_rule(claims):
        granted: list[date] = []
        for one in its:
            outside = one.cap.within.before(one.day)
            if sum(1 for day in granted if day > outside) < one.cap.times:
                granted.append(one.day)
            else:
                found.add(one.session_id)
    return found


def _by_rule(claims: Iterable[Claim]) -> Iterator[list[Claim]]:
    """Give the claims of each tutor by each rule, oldest start first."""
    found: dict[tuple[str, int, int], list[Claim]] = defaultdict(list)
    for one in sorted(claims, key=lambda one: (one.starts_at, one.session_id)):
        found[one.tutor_id, one.variant, one.rule_no].append(one)
    yield from found.values()
