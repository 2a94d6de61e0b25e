"""The jobs: a warehouse in which all has landed is judged by one engine, then by the other."""

import shutil
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
_MADE = ("core.session_outcomes", "core.tutor_days")
_KILO = 1024
Figures = dict[str, float]


def ready(rows: int) -> None:
    """Land a simulated marketplace of about so many sessions, once.

    Beyond a million it is one of a million many times over, each under ids of its own.
    """
    folder = _folder(rows)
    if (folder / "landed").exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    logs = folder / "logs"
    tutors = min(rows, _MILLION) // _SESSIONS_A_TUTOR
    simulate(logs, tutors=tutors, days=365, seed=12, until=_LAST_DAY)
    with Warehouse(folder / "landed.duckdb").open() as opened:
        land(opened.con, logs, arrival=arrival_of(opened, asked=_LAST_DAY, timezone="UTC"))
        for log in ("sessions", "cancellations", "contacts", "tutors"):
            _multiply(opened.con, f"raw.{log}", rows // _MILLION - 1)
        _keep_raw(opened.con)
    (folder / "landed").touch()


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
    return _judge(rows, "duckdb", IN_WAREHOUSE)


def on_spark(rows: int, master: str) -> Figures:
    """Judge on Spark, and end its Java, so that what it used is counted."""
    choice = Choice(
        name="spark",
        master=master,
        folder=str(_folder(rows)),
        java=shutil.which("java") or "",
        conf=(("spark.driver.memory", "4g"),),
    )
    figures = _judge(rows, "spark", choice)
    return {**figures, "java_peak_mb": _end_java()}


def alike(rows: int) -> Figures:
    """Count the rows that one engine made and the other did not."""
    with duckdb.connect() as con:
        for name in ("duckdb", "spark"):
            con.execute(f"attach '{_folder(rows)}/{name}.duckdb' as {name} (read_only)")
        return {
            f"{table}, {one} alone": _count(
                con, f"(select * from {one}.{table} except all select * from {other}.{table})"
            )
            for table in _MADE
            for one, other in (("duckdb", "spark"), ("spark", "duckdb"))
        }


def _judge(rows: int, name: str, choice: Choice) -> Figures:
    path = _folder(rows) / f"{name}.duckdb"
    Path(f"{path}.wal").unlink(missing_ok=True)
    shutil.copy(_folder(rows) / "landed.duckdb", path)
    book, night = load_book("itutor"), Night(as_of=_LAST_DAY, timezone="UTC")
    with Warehouse(path).open() as opened:
        opened.con.execute("set memory_limit = '4GB'")
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
        return {
            "start_s": started - began,
            "outcomes_s": judged - started,
            "tutor_days_s": counted - judged,
            **{f"rows of {table}": float(opened.count(table)) for table in _MADE},
        }


def _end_java() -> float:
    """End the Java that pyspark started; gives the most memory it had resident, megabytes."""
    from pyspark import SparkContext  # noqa: PLC0415 - an extra

    gateway: Any = SparkContext._gateway  # noqa: SLF001 - there is no other way to it
    status = Path(f"/proc/{gateway.proc.pid}/status").read_text(encoding="ascii")
    (peak,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait()
    return int(peak.split()[1]) / _KILO


def _count(con: duckdb.DuckDBPyConnection, rows: str) -> float:
    return float(con.execute(f"select count(*) from {rows}").fetchall()[0][0])


def _folder(rows: int) -> Path:
    return CACHE / "spark" / str(rows)
