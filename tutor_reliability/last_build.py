"""What the core tables stand for: by that a night tells what is news to them.

Texts, models and this program may each have changed since; then everything is judged again.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from tutor_reliability.night import Night
from tutor_reliability.policy.model import Book
from tutor_reliability.program import program_of
from tutor_reliability.warehouse import Opened

_NEVER = datetime(1, 1, 1, tzinfo=UTC)
_JUDGING = ("near_sql", "outcomes", "plain", "plain_sql", "rebuild")


@dataclass(frozen=True, slots=True, kw_only=True)
class LastBuild:
    """What was judged last, and whether all has to be judged again."""

    as_of: date
    known_until: datetime
    delivery_id: int
    decision_id: int
    rebuild: bool


def last_build(opened: Opened, *, book: Book, night: Night, rules: str) -> LastBuild:
    """Tell what the core tables stand for.

    Args:
        opened: The warehouse.
        book: The texts in force.
        night: Tonight.
        rules: Fingerprint of the SQL models.
    """
    found = opened.row(
        "select policy_fingerprint, rules_fingerprint, as_of, known_until, delivery_id, "
        "decision_id from core.builds"
    )
    if not found:
        return LastBuild(
            as_of=date.min, known_until=_NEVER, delivery_id=-1, decision_id=-1, rebuild=True
        )
    same_rules = found[:2] == (book.fingerprint, _judged_by(rules))
    return LastBuild(
        as_of=found[2],
        known_until=found[3],
        delivery_id=found[4],
        decision_id=found[5],
        rebuild=not same_rules
        or found[2] > night.as_of
        or _in_force(book, found[2]) != _in_force(book, night.as_of),
    )


def _in_force(book: Book, day: date) -> list[int]:
    """Give the texts in force on a day: when they change, so does what counts as late."""
    return [
        one.variant
        for one in book.variants
        if one.from_day <= day and (one.until_day is None or day < one.until_day)
    ]


def remember_build(opened: Opened, *, book: Book, night: Night, rules: str) -> None:
    """Write down what the core tables stand for now."""
    newest = opened.row(
        "select coalesce((select max(delivery_id) from raw.deliveries), 0), "
        "coalesce((select max(decision_id) from review.decisions), 0)"
    )
    opened.fill(
        "core.builds",
        [
            {
                "policy_fingerprint": book.fingerprint,
                "rules_fingerprint": _judged_by(rules),
                "as_of": night.as_of,
                "known_until": night.known_until,
                "delivery_id": newest[0],
                "decision_id": newest[1],
            }
        ],
    )


def _judged_by(rules: str) -> str:
    return f"{rules}/{program_of(*_JUDGING)}"
