"""The files to land: copies of the sample, dirt and all, under ids of their own.

Each copy is a marketplace of 300 tutors and a year. They are written once for each size and form,
and anew when the sample or this module changes.
"""

import hashlib
from pathlib import Path

import duckdb

from benchmarks.job import CACHE, ROOT
from tutor_reliability.sources.source import delivered_columns
from tutor_reliability.tables import Column

FORMS = {
    "csv": "format csv, header",
    "csv.gz": "format csv, header, compression gzip",
    "jsonl": "format json",
    "parquet": "format parquet",
}
LOGS = ("sessions", "cancellations")
_SAMPLE = ROOT / "data" / "sample"


def delivered(rows: int, form: str) -> Path:
    """Give a folder with about that many rows of sessions, and the cancellations that belong."""
    folder = CACHE / "landing" / _mark() / str(rows) / form
    if not folder.is_dir():
        unfinished = folder.with_name(f"{form}.unfinished")
        unfinished.mkdir(parents=True, exist_ok=True)
        with duckdb.connect() as con:
            con.execute("set global TimeZone = 'UTC'")
            copies = max(1, round(rows / _count(con, "sessions")))
            for log in LOGS:
                path = unfinished / f"{log}.{form}"
                con.execute(f"copy ({_copies(log, form, copies)}) to '{path}' ({FORMS[form]})")
        unfinished.rename(folder)
    return folder


def _mark() -> str:
    """Name what the files are made of."""
    made_of = [Path(__file__), *(_SAMPLE / f"{log}.csv.gz" for log in LOGS)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in made_of)).hexdigest()[:12]


def _sample(log: str) -> str:
    return f"read_csv('{_SAMPLE / f'{log}.csv.gz'}', all_varchar = true)"


def _count(con: duckdb.DuckDBPyConnection, log: str) -> int:
    ((rows,),) = con.execute(f"select count(*) from {_sample(log)}").fetchall()
    return int(rows)


def _copies(log: str, form: str, copies: int) -> str:
    columns = ", ".join(_column(column, form) for column in delivered_columns(log))
    return f"""
    select {columns}
    from range({copies}) as copy(number)
    cross join (select *, row_number() over () as line from {_sample(log)}) as sample
    order by copy.number, sample.line
    """


def _column(column: Column, form: str) -> str:
    """Write a column: an id with its copy's number, unless it has been spoilt by a spreadsheet."""
    name = column.name
    if name.endswith("_id"):
        return f"if(contains({name}, 'E+'), {name}, copy.number || '-' || {name}) as {name}"
    if form == "parquet" and column.type != "VARCHAR":
        return f"try_cast({name} as {column.type}) as {name}"
    return name
