"""Rows of review.spells, as what people look at is made of them."""

from dataclasses import dataclass
from datetime import date

from tutor_reliability.warehouse import Opened


@dataclass(frozen=True, slots=True, kw_only=True)
class SpellRow:
    """One row of review.spells."""

    tutor_id: str
    rule: str
    severity: str
    effect: str
    variant: int
    since: date
    starts_on: date | None
    until: date | None
    closed_on: date | None
    due_on: date
    held: bool
    needs_person: bool
    decision_id: int
    session_ids: list[str]
    students_affected: int
    tested: list[str]
    because: str
    way_back: str


def read_spells(opened: Opened, where: str, values: dict[str, object]) -> list[SpellRow]:
    """Read some rows of review.spells, by tutor, rule and day.

    Args:
        opened: The warehouse.
        where: Which: a condition.
        values: What the condition binds.
    """
    names = SpellRow.__slots__
    rows = opened.con.execute(
        f"select {', '.join(names)} from review.spells where {where} "  # noqa: S608 - ours
        "order by tutor_id, rule, since, effect",
        values,
    ).fetchall()
    return [SpellRow(**dict(zip(names, row, strict=True))) for row in rows]
