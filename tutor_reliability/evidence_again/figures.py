"""A figure told twice: what the rows give, and what the table says."""

from dataclasses import dataclass
from math import inf, isclose, isnan, nan

from tutor_reliability.evidence_again.gamma import share_below

CLOSE = 1e-6
"""Counts agree to so much of themselves."""
WITHIN = 1e-4
"""Chances and rates agree to a hundredth of a per cent: the night leaves out what is unlikelier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure: what the rows give, and what the table says; NaN where there is none.

    Attributes:
        name: What it is, in words.
        rows: What the rows give.
        table: What the table says.
        is_share: Whether it is a share or a chance, 0 to 1: these agree `WITHIN`.
        is_detail: Whether no sentence says it by itself: one of many of its sort.
    """

    name: str
    rows: float
    table: float
    is_share: bool = False
    is_detail: bool = False

    @property
    def agrees(self) -> bool:
        """Whether both are the same, or neither is there."""
        if isnan(self.rows) or isnan(self.table):
            return isnan(self.rows) and isnan(self.table)
        within = WITHIN if self.is_share else CLOSE
        return isclose(self.rows, self.table, rel_tol=CLOSE, abs_tol=within)


def count(name: str, rows: float, table: float | None, *, is_detail: bool = False) -> Figure:
    """Tell a count, or anything that is no share."""
    return Figure(name=name, rows=rows, table=_or_nan(table), is_detail=is_detail)


def share(name: str, rows: float, table: float | None, *, is_detail: bool = False) -> Figure:
    """Tell a share, a rate or a chance."""
    return Figure(name=name, rows=rows, table=_or_nan(table), is_share=True, is_detail=is_detail)


def once_in(events: float, expected: float) -> float:
    """Say once in how many times so many events or more come where so many are expected.

    A part of an event lies in between, by the gamma distribution.

    >>> round(once_in(2, 1.0), 3)
    3.784
    """
    if not events:
        return 1.0
    chance = share_below(events, expected)
    return 1.0 / chance if chance else inf


def _or_nan(number: float | None) -> float:
    return nan if number is None else number
