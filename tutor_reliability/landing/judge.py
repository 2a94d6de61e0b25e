"""Read a group of files into one temporary table of typed rows, each with the rule it breaks.

The count of rows is held against the count of lines, whoever read them: a row that got lost on the
way is noticed here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from tutor_reliability.errors import LogError, SourceError
from tutor_reliability.landing.arrival import day_in
from tutor_reliability.landing.json_rows import keys_of
from tutor_reliability.landing.layout import STATED_LINE, Layout, missing
from tutor_reliability.landing.parts import Part
from tutor_reliability.landing.rewrite import (
    BROKEN_COLUMNS,
    Rewritten,
    rewrite,
)
from tutor_reliability.landing.rules import MAX_ROW_BYTES, RULES
from tutor_reliability.landing.select import Batch, judged_select
from tutor_reliability.landing.sql import statement
from tutor_reliability.landing.workbench import Workbench

_SESSIONS = "raw.sessions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What stands in the temporary tables judged, broken_rows and arrivals.

    Attributes:
        parts: The files, by their file_index.
        broken: For each, the lines that are no row.
        plainly: Whether the engine read text, and found one row in each line.
    """

    parts: Sequence[Part]
    broken: Sequence[int]
    plainly: bool = False


def judge(bench: Workbench, parts: Sequence[Part], *, first_delivery: int) -> Judged:
    """Fill the temporary tables judged, broken_rows and arrivals, and the view arrived.

    Args:
        bench: Where to.
        parts: Files that one select can read.
        first_delivery: The delivery_id of the first of them.

    Raises:
        LogError: A file changed while it was read, or is damaged.
        ContractError: A JSON lines file never has a key that it must have.
        SourceError: A time fits two formats of the source file, and means two days.
    """
    bench.bound_memory(sum(part.size for part in parts))
    broken, plainly = _read(bench, parts)
    _refuse_changed(parts)
    places = {index: place for index, _, place, _ in _tally(bench)}
    bench.make(
        "arrivals",
        "arrivals",
        {
            "file_index": list(range(len(parts))),
            "delivery_id": [first_delivery + index for index in range(len(parts))],
            "file": [part.file.relative for part in parts],
            "sha256": [part.sha256 for part in parts],
            "dated": [day_in(part.file.relative) for part in parts],
            "known_from": [
                bench.arrival.known_from(part.file.log, part.file.relative) for part in parts
            ],
            "first_position": [places.get(index, 0) for index in range(len(parts))],
            "first_line": [part.first_line for part in parts],
            "broken": broken,
        },
    )
    log = parts[0].file.log
    bench.run(_arrived(log))
    _refuse_absent_keys(bench, parts)
    _refuse_two_formats(bench)
    for rule in RULES[log].rules:
        bench.run(_on_landed(bench, statement(rule)))
    return Judged(parts=parts, broken=broken, plainly=plainly)


def _read(bench: Workbench, parts: Sequence[Part]) -> tuple[list[int], bool]:
    """Make the tables judged and broken_rows.

    Gives each file's number of broken lines, and whether they were read as plain text.
    """
    bench.make("broken_rows", "no_broken_rows")
    if parts[0].file.form == "parquet":
        _read_parquet(bench, parts)
        return [0] * len(parts), False
    if all(part.is_plain for part in parts) and _read_plainly(bench, parts):
        return [0] * len(parts), True
    return _read_exactly(bench, parts), False


def _read_parquet(bench: Workbench, parts: Sequence[Part]) -> None:
    try:
        _select(bench, _batch(bench, parts))
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        what = str(error).splitlines()[0]
        files = ", ".join(part.file.relative for part in parts)
        raise LogError(
            f"{files}: unreadable as Parquet: {what}; expected a complete file; copy it again"
        ) from None


def _read_plainly(bench: Workbench, parts: Sequence[Part]) -> bool:
    """Let the engine read, and tell whether it found one row in each line."""
    try:
        _select(bench, _batch(bench, parts))
    except (duckdb.InvalidInputException, duckdb.IOException):
        return False
    return _adds_up(bench, [part.rows or 0 for part in parts])


def _read_exactly(bench: Workbench, parts: Sequence[Part]) -> list[int]:
    first = parts[0]
    broken_to = bench.spare()
    files: list[Rewritten] = []
    for index, part in enumerate(parts):
        files.append(rewrite(part, index, to=bench.spare(), broken_to=broken_to))
    batch = Batch(
        log=first.file.log,
        form="csv",
        gzipped=False,
        layout=Layout(names=(STATED_LINE, *first.layout.names)),
        files=tuple(str(file.path) for file in files),
        rewritten=True,
    )
    _select(bench, batch)
    if not _adds_up(bench, [file.rows for file in files]):
        raise RuntimeError(
            f"rows of {first.file.log} got lost between landing and the engine: a bug"
        )
    columns = {
        **dict.fromkeys(BROKEN_COLUMNS, "VARCHAR"),
        "file_index": "INTEGER",
        "line": "BIGINT",
    }
    bench.make(
        "broken_rows",
        "read.spare",
        {"file": str(broken_to), "columns": columns, "max_row_bytes": MAX_ROW_BYTES},
    )
    return [file.broken for file in files]


def _batch(bench: Workbench, parts: Sequence[Part]) -> Batch:
    first = parts[0]
    return Batch(
        log=first.file.log,
        form=first.file.form,
        gzipped=first.text is not None and first.text.gzipped,
        windows=first.text is not None and first.text.windows,
        layout=first.layout,
        files=tuple(bench.link(part.path) for part in parts),
    )


def _select(bench: Workbench, batch: Batch) -> None:
    select = judged_select(batch, bench.source, bench.clock_changes)
    bench.con.execute(f"create or replace temp table judged as {select.sql}", select.values)


def _on_landed(bench: Workbench, sql: str) -> str:
    """Write a rule so that it finds the sessions landed before without reading all of them."""
    if _SESSIONS not in sql:
        return sql
    ids = "select session_id from judged where reason is null"
    return sql.replace(_SESSIONS, bench.landed.of("sessions", ids))


def _tally(bench: Workbench) -> list[tuple[int, int, int, int]]:
    return bench.run(statement("tally")).fetchall()


def _adds_up(bench: Workbench, expected: Sequence[int]) -> bool:
    """Tell whether each file gave its rows, one after the other."""
    start = 0
    tally = {index: numbers for index, *numbers in _tally(bench)}
    for index, rows in enumerate(expected):
        if tally.get(index, [0, start, start - 1]) != [rows, start, start + rows - 1]:
            return False
        start += rows
    return True


def _arrived(log: str) -> str:
    """Write the view of what is being landed: with its line, its key, its version."""
    rules = RULES[log]
    replaced = "replace (coalesce(judged.precision, arrivals.precision, 'second') as precision)"
    return f"""
    create or replace temp view arrived as
    select
        judged.rowid as position,
        judged.* {replaced if log == "cancellations" else ""},
        arrivals.delivery_id,
        arrivals.known_from,
        coalesce(
            judged.stated_line, judged.rowid - arrivals.first_position + arrivals.first_line
        ) as line,
        {rules.key} as row_key,
        {rules.version} as version_at
    from judged
    inner join arrivals using (file_index)
    """  # noqa: S608  # names from `rules`


def _refuse_changed(parts: Sequence[Part]) -> None:
    for part in parts:
        now = part.file.path.stat()
        if (now.st_size, now.st_mtime_ns) != (part.seen.st_size, part.seen.st_mtime_ns):
            raise LogError(
                f"{part.file.relative}: changed while it was read, expected a finished file; run "
                "again once it is written"
            )


def _refuse_absent_keys(bench: Workbench, parts: Sequence[Part]) -> None:
    if parts[0].file.form != "jsonl":
        return
    for index, column in bench.run(statement("absent_keys")).fetchall():
        part = parts[index]
        key = dict(zip(part.layout.names, part.layout.keys, strict=True))[column]
        if part.text and key not in (found := keys_of(part.text)):
            raise missing(part.file, key, found)


def _refuse_two_formats(bench: Workbench) -> None:
    row = bench.run(statement("two_formats")).fetchone()
    if row:
        raise SourceError(
            f"{row[0]}: line {row[1]}: {row[2]}; more than one fits and they mean different days; "
            f"list only the one that the file is written in, in the source {bench.source.name!r}"
        )
