"""The one select that reads files, casts each column and judges each row by itself.

Rules that look beyond the row are SQL files of their own, named in `rules`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import methodcaller

from tutor_reliability.landing.column_sql import ColumnSql
from tutor_reliability.landing.layout import STATED_LINE, Layout
from tutor_reliability.landing.native_sql import NativeSql, is_native
from tutor_reliability.landing.rules import (
    EARLIEST,
    IDENTITY_OF_A_CANCELLATION,
    LATEST,
    MAX_ROW_BYTES,
    RULES,
)
from tutor_reliability.landing.sql import statement
from tutor_reliability.sources.source import Source, delivered_columns
from tutor_reliability.tables import Column

_GROWN = 4
"""A rewritten row is longer than the delivered one by no more than this: quotes, and the line."""
_PARAMETER = re.compile(r"\$([a-z0-9_]+)")
_FAULTS = tuple(
    methodcaller(name) for name in ("empty", "scientific", "unreadable", "stranger", "sentinel")
)
"""What may be wrong with a column, in the order in which it is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """A select and the values it binds."""

    sql: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Files that one select reads: of one log, written alike.

    Attributes:
        log: Which log they are.
        form: csv, jsonl or parquet.
        gzipped: Whether they are compressed.
        layout: Their columns.
        files: Their paths.
        windows: Whether their lines end in carriage return and line feed.
        rewritten: Whether landing wrote them, with the line of each row as first column.
    """

    log: str
    form: str
    gzipped: bool
    layout: Layout
    files: tuple[str, ...]
    windows: bool = False
    rewritten: bool = False


def judged_select(batch: Batch, source: Source, clock_changes: Sequence[date] = ()) -> Select:
    """Write the select of one row a delivered row: typed values, and the first rule it breaks.

    Columns: file_index, stated_line (null where lines are to be counted), the log's own,
    row_hash, at_midnight, warned, reason and detail (null where the row is sound).

    It only reads and projects: a join would lose the order of the rows, from which their lines are
    counted.

    Args:
        batch: The files.
        source: How they are written.
        clock_changes: Days on or beside which the clock of the source's zone is changed.
    """
    columns = _columns(batch, source)
    named = {column.name: column for column in columns}
    values = {column.name: column.value for column in columns}
    if batch.log == "cancellations":
        identity = ", ".join(named[name].as_identity for name in IDENTITY_OF_A_CANCELLATION)
        values["event_id"] = f"coalesce(event_id, md5(concat_ws(chr(31), {identity})))"
        day = named["cancelled_at"].is_a_day
        values["precision"] = f"coalesce(precision, $precision, case when {day} then 'day' end)"
    midnight = RULES[batch.log].at_midnight
    kept = {
        **values,
        "row_hash": f"(hash({', '.join(column.content for column in columns)}) >> 1)::bigint",
        "at_midnight": named[midnight].at_midnight if midnight else "null::boolean",
        "warned": " or ".join(filter(None, (column.is_too_low for column in columns))) or "false",
        "fault": f"case {' '.join(_faults(columns))} else null end",
    }
    reads = {f"{column.name}_read": column.read for column in columns if column.read}
    sql = f"""
with given({", ".join(_given(batch))}) as (
{statement(f"read.{batch.form}")}
),
delivered as (
select
    file_index::integer as file_index, {_stated_line(batch)} as stated_line,
    {_named({column.name: column.text for column in columns})}
from given
),
typed as (
select *, {_named(reads)}
from delivered
),
one_by_one as (
select file_index, stated_line, {_named(kept)}
from typed
)
select * exclude (fault), fault.reason as reason, fault.detail as detail
from one_by_one
"""  # noqa: S608  # names from `tables`, see `column_sql`
    return Select(sql=sql, values=_bound(sql, batch, source, columns, clock_changes))


def _columns(batch: Batch, source: Source) -> list[ColumnSql]:
    types = dict(zip(batch.layout.names, batch.layout.types, strict=False))
    return [
        _kind(column, types.get(column.name, ""), batch, source)(
            log=batch.log,
            column=column,
            source=source,
            delivered=column.name in batch.layout.names,
            typed=batch.form != "csv",
        )
        for column in delivered_columns(batch.log)
    ]


def _kind(column: Column, its_type: str, batch: Batch, source: Source) -> type[ColumnSql]:
    return NativeSql if is_native(column, its_type, batch.log, source) else ColumnSql


def _given(batch: Batch) -> list[str]:
    numbered = [STATED_LINE] if batch.form == "parquet" else []
    return [*batch.layout.names, *numbered, "file_index"]


def _stated_line(batch: Batch) -> str:
    if batch.form == "parquet":
        return f"{STATED_LINE} + 1"
    return f"{STATED_LINE}::bigint" if STATED_LINE in batch.layout.names else "null::bigint"


def _faults(columns: list[ColumnSql]) -> Iterable[str]:
    for kind in _FAULTS:
        for column in columns:
            yield from kind(column)


def _named(expressions: dict[str, str]) -> str:
    return ",\n    ".join(f"{sql} as {name}" for name, sql in expressions.items())


def _bound(
    sql: str,
    batch: Batch,
    source: Source,
    columns: list[ColumnSql],
    clock_changes: Sequence[date],
) -> dict[str, object]:
    keys = batch.layout.keys or [f"column_{place}" for place in range(len(batch.layout.names))]
    values: dict[str, object] = {
        "files": list(batch.files),
        "columns": dict.fromkeys(keys, "VARCHAR"),
        "line_end": r"\r\n" if batch.windows else r"\n",
        "compression": "gzip" if batch.gzipped else "uncompressed",
        "max_row_bytes": MAX_ROW_BYTES * (_GROWN if batch.rewritten else 1),
        "null_strings": list(source.null_strings),
        "earliest": EARLIEST,
        "latest": LATEST,
        "zone": source.timezone,
        "clock_changes": list(clock_changes),
        "precision": source.precision,
    }
    for column in columns:
        values.update(column.values)
    asked = set(_PARAMETER.findall(sql))
    return {name: value for name, value in values.items() if name in asked}
