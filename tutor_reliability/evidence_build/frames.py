"""Rows of the tables of evidence: those of the two rates, and a place for those of others."""

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from tutor_reliability.tables import (
    OLDER_SESSIONS,
    PRIORS,
    SIGNAL_EVENTS,
    SIGNAL_MOVES,
    SIGNAL_POINTS,
    SIGNALS_TABLE,
)
from tutor_reliability.tables.contract import Column, Table
from tutor_reliability.warehouse import polars_type

_NOTHING = {"BOOLEAN": False, "DOUBLE": 0.0, "INTEGER": 0, "VARCHAR[]": []}


def nothing() -> None:
    """Remember nothing."""


def _empty(table: Table) -> pl.DataFrame:
    return pl.DataFrame(schema=_schema(table))


def _schema(table: Table) -> dict[str, pl.DataType]:
    return {one.name: polars_type(one.type) for one in table.columns}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a detector found, as rows of the tables; what it does not give is null, 0 or empty.

    Attributes:
        signals: Rows of review.signals; `as_of` is filled in.
        events: Rows of review.signal_events.
        points: Rows of review.signal_points to add.
        priors: Rows of review.priors.
        moves: Rows of review.signal_moves.
        older: Rows of review.older_sessions.
        gone: Rows of tutor_id, signal, from_day and until_day: points of the last night that do
            not stand; None: none of its own signals stands.
        remember: Writes down what the next night needs to know.
    """

    signals: pl.DataFrame = field(default_factory=lambda: _empty(SIGNALS_TABLE))
    events: pl.DataFrame = field(default_factory=lambda: _empty(SIGNAL_EVENTS))
    points: pl.DataFrame = field(default_factory=lambda: _empty(SIGNAL_POINTS))
    priors: pl.DataFrame = field(default_factory=lambda: _empty(PRIORS))
    moves: pl.DataFrame = field(default_factory=lambda: _empty(SIGNAL_MOVES))
    older: pl.DataFrame = field(default_factory=lambda: _empty(OLDER_SESSIONS))
    gone: pl.DataFrame | None = None
    remember: Callable[[], None] = nothing


def _within(one: Column, its_type: pl.DataType) -> pl.Expr:
    """Give a column with its type; a share that rounding put outside of 0 and 1 is set back."""
    given = pl.col(one.name).cast(its_type)
    return given.clip(one.low, one.high) if one.high is not None else given


def filled(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """Give a frame the columns of a table, in order, with what it lacks filled in.

    Raises:
        ValueError: It has a column that the table has not.
    """
    schema = _schema(table)
    strange = [one for one in frame.columns if one not in schema]
    if strange:
        raise ValueError(f"{table.name}: has no column {strange[0]!r}; expected {list(schema)}")
    columns = []
    for one in table.columns:
        blank = pl.lit(_NOTHING.get(one.type) if one.required else None, dtype=schema[one.name])
        given = _within(one, schema[one.name]) if one.name in frame.columns else blank
        columns.append((given.fill_null(blank) if one.required else given).alias(one.name))
    return frame.select(columns)
