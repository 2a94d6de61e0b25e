"""What is measured: our landing, and three ways in which a careful user has DuckDB read files."""

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from benchmarks.landing.logs import LOGS
from tutor_reliability import landing
from tutor_reliability.sources.source import delivered_columns
from tutor_reliability.warehouse import Warehouse

_READERS = {
    "csv": "read_csv('{path}', auto_detect = false, header = true, delim = ',', quote = '\"', "
    "escape = '\"', columns = {types}, ignore_errors = true)",
    "jsonl": "read_json('{path}', format = 'newline_delimited', columns = {types}, "
    "ignore_errors = true)",
    "parquet": "read_parquet('{path}')",
}
_MEGA = 1e6


def scan(folder: str, form: str) -> None:
    """Parse every column of every row, and keep nothing of it."""
    with _plain() as con:
        for log in LOGS:
            greatest = ", ".join(f"max({column.name})" for column in delivered_columns(log))
            con.execute(f"select count(*), {greatest} from {_reader(folder, log, form)}").fetchall()


def read(folder: str, form: str) -> dict[str, float]:
    """Read every row into memory."""
    with _plain() as con:
        return {"rows": _tables(con, folder, form)}


def load(folder: str, form: str) -> dict[str, float]:
    """Read every row into a database file."""
    with TemporaryDirectory(dir=Path(folder).parent) as home:
        path = Path(home) / "loaded.duckdb"
        with _plain(path) as con:
            rows = _tables(con, folder, form)
        return {"rows": rows, "file_mb": path.stat().st_size / _MEGA}


def land(folder: str, form: str) -> dict[str, float]:
    """Land the files in a new warehouse."""
    del form
    with TemporaryDirectory(dir=Path(folder).parent) as home:
        path = Path(home) / "warehouse.duckdb"
        with Warehouse(path).open() as opened:
            deliveries = landing.land(opened.con, Path(folder))
        parts = ("received", "landed", "duplicate", "superseded", "rejected")
        told = {part: sum(getattr(one, part) for one in deliveries) for part in parts}
        return {**told, "file_mb": path.stat().st_size / _MEGA}


def _plain(path: Path | None = None) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(path or ":memory:")
    con.execute("set global TimeZone = 'UTC'")
    return con


def _tables(con: duckdb.DuckDBPyConnection, folder: str, form: str) -> int:
    rows = 0
    for log in LOGS:
        con.execute(f"create table {log} as select * from {_reader(folder, log, form)}")
        ((found,),) = con.execute(f"select count(*) from {log}").fetchall()
        rows += found
    con.execute("checkpoint")
    return rows


def _reader(folder: str, log: str, form: str) -> str:
    types = {column.name: column.type for column in delivered_columns(log)}
    reader = _READERS[form.removesuffix(".gz")]
    return reader.format(path=Path(folder) / f"{log}.{form}", types=types)
