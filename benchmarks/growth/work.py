"""What is measured: the file after each night of a year, and a fresh one of the same logs."""

import shutil
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from benchmarks.job import CACHE
from benchmarks.nights.history import DAYS, History
from benchmarks.nights.work import bring
from tutor_reliability.compaction import compact
from tutor_reliability.ledger import Ledger
from tutor_reliability.warehouse import Warehouse

_NIGHTS = 365
_EVERY = 7
_AT = 30
"""A redelivery every so many nights; and of which on, every so many, a fresh file is compared."""
_SLACK_OF_FRESH = 1.0


def year(a_night: int, nights: int = _NIGHTS) -> dict[str, float]:
    """Run the nights, and compare."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=CACHE) as folder:
        return _year(Path(folder), History(sessions=a_night * DAYS), nights)


def _year(home: Path, history: History, nights: int) -> dict[str, float]:
    sizes: list[int] = []
    compacted, took = 0, 0.0
    path = home / "warehouse.duckdb"
    for number in range(nights):
        tonight = _deliver(home, history, number)
        took = _night(path, home, tonight, _day(history, number))
        compacted += compact(path)
        sizes.append(path.stat().st_size)
        shutil.rmtree(tonight)
    fresh = _fresh(home, history, nights)
    megabytes = 1e6
    return {
        "times_fresh": round(sizes[-1] / fresh, 3),
        "most_times_fresh": round(max(sizes[-_AT:]) / fresh, 3),
        "file_mb": round(sizes[-1] / megabytes, 1),
        "fresh_mb": round(fresh / megabytes, 1),
        "compacted": compacted,
        "cpu_s_of_last_night": round(took, 2),
    }


def _night(path: Path, home: Path, logs: Path, as_of: date) -> float:
    with Warehouse(path).open() as opened:
        return sum(bring(opened, logs, Ledger(home / "ledger.sqlite"), as_of).values())


def _fresh(home: Path, history: History, nights: int) -> int:
    """Give the size of a file into which all logs landed at once, packed."""
    path = home / "at_once.duckdb"
    _night(path, home, home / "logs", _day(history, nights - 1))
    compact(path, slack=_SLACK_OF_FRESH)
    return path.stat().st_size


def _deliver(home: Path, history: History, number: int) -> Path:
    """Write the files of a night, beside all of them, and into a folder of what comes tonight."""
    tonight = home / "tonight"
    with duckdb.connect() as con:
        con.execute("set global TimeZone = 'UTC'")
        history.write_day(con, home / "logs", number)
    again = [number - 1] if number and number % _EVERY == 0 else []
    for one in (number, *again):
        for file in sorted((home / "logs").glob(f"*/{_day(history, one)}.parquet")):
            to = tonight / file.parent.name / file.name
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, to)
    return tonight


def _day(history: History, number: int) -> date:
    return history.first_day + timedelta(days=number)
