"""Make a warehouse's tables as the contracts say, also where another version made them.

What the logs said, when it was known and which nights there were cannot be worked out again: those
tables stay, and where they are of another version nothing is touched. All others follow from them.
"""

from pathlib import Path

import duckdb

from tutor_reliability.errors import HomeStateError
from tutor_reliability.tables import TABLES, Table

MADE_ANEW = "stage.made_anew"
"""Which tables were of another version, until a night has said so; its as_of is null before."""
_HISTORY = ("core.nights", "core.healed")
_COMPARED = "core.session_outcomes"
"""Stays where it can: tonight tells by it what it judges otherwise than the last night did."""
_PACKED = " using compression zstd"
Columns = dict[str, list[tuple[str, str]]]


def create_tables(con: duckdb.DuckDBPyConnection, path: Path | None) -> None:
    """Make each contract's schema and table.

    Where one that can be worked out again is missing, or has other columns, all of those are made
    anew, empty: the next night fills them from the logs that are in the warehouse.

    Args:
        con: The warehouse.
        path: Its file, for who reads of a mistake.

    Raises:
        HomeStateError: A table that cannot be worked out again has other columns.
    """
    there = _columns_there(con)
    others = [one.name for one in TABLES.values() if there.get(one.name) != _columns_of(one)]
    for name in others:
        if name in there and _is_kept(name):
            raise HomeStateError(
                f"{path}: {name} is of another version of this software and cannot be worked out "
                "again; run that version, or move the warehouse away and run again with all logs: "
                "when they came is then told by the days in their names alone"
            )
    if not others:
        return
    con.execute("begin transaction")
    for schema in sorted({table.schema for table in TABLES.values()} | {"stage"}):
        con.execute(f"create schema if not exists {schema}")
    if any(name in TABLES for name in there):
        _make_room(con, there, others)
    for table in TABLES.values():
        con.execute(f"create table if not exists {table.name} ({_ddl(table)})")
    con.execute("commit")


def _make_room(con: duckdb.DuckDBPyConnection, there: Columns, others: list[str]) -> None:
    """Let go of all that can be worked out again, and remember which tables asked for it."""
    for name in there:
        compared = name == _COMPARED and name not in others
        if name in TABLES and not _is_kept(name) and not compared:
            con.execute(f"drop table {name}")
    con.execute(f"create or replace table {MADE_ANEW} (as_of date, tables varchar[])")
    con.execute(f"insert into {MADE_ANEW} values (null, $others)", {"others": others})  # noqa: S608 -- our own name


def _is_kept(name: str) -> bool:
    return name.startswith("raw.") or name in _HISTORY


def _columns_there(con: duckdb.DuckDBPyConnection) -> Columns:
    found: Columns = {}
    for table, column, its_type in con.execute(
        "select schema_name || '.' || table_name, column_name, data_type "
        "from duckdb_columns() where not internal order by 1, column_index"
    ).fetchall():
        found.setdefault(table, []).append((column, its_type))
    return found


def _columns_of(table: Table) -> list[tuple[str, str]]:
    return [(one.name, one.type) for one in table.columns]


def _ddl(table: Table) -> str:
    return ", ".join(
        f"{one.name} {one.type}{_PACKED if one.name in table.fetched else ''}"
        for one in table.columns
    )
