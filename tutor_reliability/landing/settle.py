"""Write what was judged into the raw tables, in one transaction: news, rejects, the accounting."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace

import duckdb

from tutor_reliability.landing.arrival import Arrival, first_days
from tutor_reliability.landing.compare import compare
from tutor_reliability.landing.delivery import Delivery
from tutor_reliability.landing.judge import Judged
from tutor_reliability.landing.rewrite import TEXT_COLUMNS, write_texts
from tutor_reliability.landing.rules import MAX_ROW_BYTES, RULES
from tutor_reliability.landing.sql import statement
from tutor_reliability.landing.texts import write_lines
from tutor_reliability.landing.workbench import Workbench
from tutor_reliability.sources.source import delivered_columns

_AT_ONCE = 10_000


def settle(bench: Workbench, judged: Judged) -> list[Delivery]:
    """Sort what is judged into news, duplicates, superseded and rejected, and write it down."""
    log = judged.parts[0].file.log
    compare(bench, log)
    _fetch_texts(bench, judged)
    bench.con.execute("begin transaction")
    try:
        bench.run(_news(log))
        _insert(bench, "raw.rejected_rows", "rejected_rows", log)
        _insert(bench, "raw.deliveries", "deliveries", log)
        bench.con.execute("commit")
    except BaseException:
        bench.con.execute("rollback")
        raise
    return _written(bench)


def _insert(bench: Workbench, table: str, name: str, log: str) -> None:
    bench.run(f"insert into {table} by name {statement(name)}", {"log": log})


def _news(log: str) -> str:
    """Write the insert of every sound row that is no duplicate, older versions included."""
    names = ", ".join(column.name for column in delivered_columns(log))
    return f"""
    insert into raw.{log} by name
    select
        {names},
        greatest({_clock(log)}, known_from) as known_at,
        delivery_id,
        line,
        row_hash
    from arrived
    where
        reason is null
        and position not in (
            select verdicts.position from verdicts where verdicts.verdict = 'duplicate'
        )
    """  # noqa: S608  # names from `rules` and `tables`


def _clock(log: str) -> str:
    return f"coalesce({RULES[log].clock}, to_timestamp(0))"


def date_again(
    con: duckdb.DuckDBPyConnection, deliveries: Sequence[Delivery], arrival: Arrival
) -> None:
    """Say anew from when the rows of some deliveries were known, where that was not right yet."""
    there = con.execute("select log, file from raw.deliveries").fetchall()
    told = replace(arrival, first_days=first_days(there))
    for one in deliveries:
        known_from = told.known_from(one.log, one.file)
        if (known_from, told.after) == (one.known_from, one.arrived_after):
            continue
        values = {"delivery_id": one.delivery_id, "known_from": known_from, "after": told.after}
        con.execute(
            "update raw.deliveries set arrived_after = $after, known_from = $known_from "
            "where delivery_id = $delivery_id",
            values,
        )
        con.execute(
            f"update raw.{one.log} set known_at = "  # noqa: S608  # names from `rules`
            f"greatest({_clock(one.log)}, $known_from::timestamptz) "
            "where delivery_id = $delivery_id",
            {name: values[name] for name in ("delivery_id", "known_from")},
        )


def _fetch_texts(bench: Workbench, judged: Judged) -> None:
    """Make the tables of rejected rows, and of their texts as they were delivered."""
    bench.make("rejected", "rejected")
    if judged.parts[0].text is None:
        files = [bench.link(part.file.path) for part in judged.parts]
        bench.make("row_texts", "row_texts.parquet", {"files": files})
        return
    spare = bench.spare()
    write = write_lines if judged.plainly else write_texts
    write(list(judged.parts), _rejected(bench), spare)
    columns = dict.fromkeys(TEXT_COLUMNS, "VARCHAR") | {"file_index": "INTEGER", "line": "BIGINT"}
    bench.make(
        "row_texts",
        "read.spare",
        {"file": str(spare), "columns": columns, "max_row_bytes": MAX_ROW_BYTES},
    )


def _rejected(bench: Workbench) -> Iterator[tuple[int, int]]:
    found = bench.run("select file_index, line from rejected order by file_index, line")
    while rows := found.fetchmany(_AT_ONCE):
        yield from rows


def _written(bench: Workbench) -> list[Delivery]:
    names = [field.name for field in fields(Delivery)]
    rows = bench.run(
        f"select {', '.join(names)} from raw.deliveries "  # noqa: S608  # a dataclass's fields
        "where delivery_id in (select arrivals.delivery_id from arrivals) order by delivery_id"
    ).fetchall()
    return [Delivery(**dict(zip(names, row, strict=True))) for row in rows]
