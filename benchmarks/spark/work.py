"""The jobs: a warehouse in which all has landed is judged by one engine, then by the other."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import duckdb

from assets import sql
from benchmarks.job import CACHE
from tutor_reliability.engines.choice import IN_WAREHOUSE, Choice
from tutor_reliability.engines.opening import open_engine
from tutor_reliability.landing import land
from tutor_reliability.night import Night
from tutor_reliability.nights import arrival_of
from tutor_reliability.outcomes_build import refresh_outcomes, refresh_tutor_days, write_policy
from tutor_reliability.policy import load_book
from tutor_reliability.simulate import simulate
from tutor_reliability.tables import TABLES
from tutor_reliability.warehouse import Warehouse

_LAST_DAY = date(2026, 10, 31)
_MILLION = 1_000_000
_SESSIONS_A_TUTOR = 375
_MADE = {"core.session_outcomes": "session_id", "core.tutor_days": "tutor_id, day"}
_DUCKDB = "2GB"
Figures = dict[str, float]


def ready(rows: int) -> None:
    """Land a simulated marketplace of about so many sessions, once.

    Beyond a million it is one of a million many times over, each under ids of its own.
    """
    its = folder(rows)
    if (its / "landed").exists():
        return
    shutil.rmtree(its, ignore_errors=True)
    logs = its / "logs"
    tutors = min(rows, _MILLION) // _SESSIONS_A_TUTOR
    simulate(logs, tutors=tutors, days=365, seed=12, until=_LAST_DAY)
    with Warehouse(its / "landed.duckdb").open() as opened:
        land(opened.con, logs, arrival=arrival_of(opened, asked=_LAST_DAY, timezone="UTC"))
        for log in ("sessions", "cancellations", "contacts", "tutors"):
            _multiply(opened.con, f"raw.{log}", rows // _MILLION - 1)
        _keep_raw(opened.con)
    (its / "landed").touch()


def _multiply(con: duckdb.DuckDBPyConnection, table: str, times: int) -> None:
    named = [one.name for one in TABLES[table].columns if one.name.endswith("_id")]
    ids = ", ".join(f"{one} || '-' || time as {one}" for one in named if one != "delivery_id")
    con.execute(
        f"insert into {table} by name select once.* replace ({ids}) "
        f"from {table} as once cross join range($times) as again(time)",
        {"times": max(times, 0)},
    )


def _keep_raw(con: duckdb.DuckDBPyConnection) -> None:
    """Let go of all that is empty yet, so that it is made by the contracts of the day."""
    found = con.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where schema_name <> 'raw'"
    ).fetchall()
    for (table,) in found:
        con.execute(f"drop table {table}")


def in_warehouse(rows: int) -> Figures:
    """Judge in the warehouse."""
    return judge(rows, "duckdb", IN_WAREHOUSE)


def judge(
    rows: int, name: str, choice: Choice, *, measure: Callable[[Any], Figures] = lambda _: {}
) -> Figures:
    """Judge all of a marketplace from the ground, in a copy of its warehouse.

    Args:
        rows: About how many sessions.
        name: What the copy is called.
        choice: The engine.
        measure: Asks the engine for figures before it ends.
    """
    path = folder(rows) / f"{name}.duckdb"
    Path(f"{path}.wal").unlink(missing_ok=True)
    shutil.copy(folder(rows) / "landed.duckdb", path)
    book, night = load_book("itutor"), Night(as_of=_LAST_DAY, timezone="UTC")
    with Warehouse(path).open() as opened:
        opened.con.execute(f"set memory_limit = '{_DUCKDB}'")
        began = perf_counter()
        write_policy(opened, book)
        with open_engine(opened, choice) as engine:
            started = perf_counter()
            refresh_outcomes(
                opened, sql.model, policy=book, night=night, rules="bench", engine=engine
            )
            judged = perf_counter()
            refresh_tutor_days(opened, sql.model, night=night, engine=engine)
            counted = perf_counter()
            moved_there = measure(engine)
        return {
            **moved_there,
            "start_s": started - began,
            "outcomes_s": judged - started,
            "tutor_days_s": counted - judged,
            **{f"rows of {table}": float(opened.count(table)) for table in _MADE},
        }


def alike(rows: int, names: str) -> Figures:
    """Count the rows of each engine, and those that it made and DuckDB did not, or only DuckDB.

    Rows are compared by a hash of all their columns beside their key: a row that differs would
    pass once in 2**64.

    Args:
        rows: About how many sessions.
        names: The runs to hold against DuckDB's, with blanks between.
    """
    figures: Figures = {}
    for name in names.split():
        with duckdb.connect() as con:
            con.execute("set memory_limit = '4GB'")
            con.execute("set preserve_insertion_order = false")
            for one in ("duckdb", name):
                con.execute(f"attach '{folder(rows)}/{one}.duckdb' as {one} (read_only)")
            for table, key in _MADE.items():
                ours, theirs = (_hashed(con, f"{one}.{table}", key) for one in ("duckdb", name))
                figures[f"{name}, {table}: rows compared"] = _count(con, theirs)
                figures[f"{name}, {table}: rows different"] = sum(
                    _count(con, f"({one} except all {other})")
                    for one, other in ((ours, theirs), (theirs, ours))
                )
    return figures


def _hashed(con: duckdb.DuckDBPyConnection, table: str, key: str) -> str:
    columns = sorted(row[0] for row in con.execute(f"describe {table}").fetchall())
    return f"(select {key}, hash({', '.join(columns)}) from {table})"


def _count(con: duckdb.DuckDBPyConnection, rows: str) -> float:
    return float(con.execute(f"select count(*) from {rows}").fetchall()[0][0])


def folder(rows: int) -> Path:
    """Give where a marketplace of about so many sessions is kept."""
    return CACHE / "spark" / str(rows)
