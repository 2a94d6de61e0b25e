"""What is measured: the file after each night of a year, and a fresh one of the same logs."""

import shutil
from bisect import bisect_left
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from time import process_time

import duckdb

from benchmarks.job import CACHE
from benchmarks.nights.history import DAYS, History
from benchmarks.nights.steps import bring
from tutor_reliability.compaction import compact, copy_afresh
from tutor_reliability.ledger import Ledger
from tutor_reliability.warehouse import Warehouse

_AGAIN_EVERY = 7
_PACKED_EVERY = 15
"""A redelivery every so many nights; and a packed copy to compare with, every so many."""
_LAST = 30
_SOME_BYTES = 8e6
_MB = 1e6


def year(a_night: int, nights: int) -> dict[str, float]:
    """Run the nights, and compare."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=CACHE) as folder:
        return _year(Path(folder), History(sessions=a_night * DAYS), nights)


def _year(home: Path, history: History, nights: int) -> dict[str, float]:
    path = home / "warehouse.duckdb"
    sizes, took, copying, packed = list[int](), list[float](), list[float](), dict[int, int]()
    copies = 0
    for number in range(nights):
        tonight = _deliver(home, history, number)
        began = process_time()
        _night(path, home, tonight, _day(history, number))
        ended = process_time()
        copies += compact(path)
        took.append(ended - began)
        copying.append(process_time() - ended)
        sizes.append(path.stat().st_size)
        shutil.rmtree(tonight)
        if number % _PACKED_EVERY == 0 or number == nights - 1:
            packed[number] = _packed(path)
    fresh = _fresh(home, history, nights)
    return {
        "times_fresh": round(sizes[-1] / fresh, 3),
        **_ratios(sizes, packed),
        "file_mb": round(sizes[-1] / _MB, 1),
        "fresh_mb": round(fresh / _MB, 1),
        "copies": copies,
        "cpu_s_of_nights": round(sum(took), 1),
        "cpu_s_of_copying": round(sum(copying), 1),
        "cpu_s_of_a_last_night": round(mean(took[-_LAST:]), 2),
    }


def _ratios(sizes: list[int], packed: Mapping[int, int]) -> dict[str, float]:
    """Compare each night's file with its packed rows, between two copies along a line."""
    lean = [_between(packed, number) for number in range(len(sizes))]
    times = [size / one for size, one in zip(sizes, lean, strict=True)]
    grown = [ratio for ratio, one in zip(times, lean, strict=True) if one >= _SOME_BYTES]
    told = {f"times_packed_{n + 1}": round(times[n], 3) for n in packed if n and n % 60 == 0}
    return {
        "times_packed_mean": round(mean(times), 3),
        "times_packed_most": round(max(times), 3),
        "times_packed_most_from_8_mb_of_rows": round(max(grown, default=0.0), 3),
        **told,
    }


def _between(packed: Mapping[int, int], number: int) -> float:
    known = sorted(packed)
    after = known[bisect_left(known, number)]
    if after == number:
        return packed[number]
    before = known[bisect_left(known, number) - 1]
    share = (number - before) / (after - before)
    return packed[before] + share * (packed[after] - packed[before])


def _packed(path: Path) -> int:
    """Give the size of a file that holds the same, packed."""
    copy = path.with_name("packed.duckdb")
    shutil.copy(path, copy)
    copy_afresh(copy)
    size = copy.stat().st_size
    copy.unlink()
    return size


def _night(path: Path, home: Path, logs: Path, as_of: date) -> None:
    with Warehouse(path).open() as opened:
        opened.con.execute("set checkpoint_threshold = '1MB'")
        bring(opened, logs, Ledger(home / "ledger.sqlite"), as_of)


def _fresh(home: Path, history: History, nights: int) -> int:
    """Give the size of a file into which all logs landed at once, packed."""
    path = home / "at_once.duckdb"
    _night(path, home, home / "logs", _day(history, nights - 1))
    copy_afresh(path)
    return path.stat().st_size


def _deliver(home: Path, history: History, number: int) -> Path:
    """Write the files of a night, beside all of them, and into a folder of what comes tonight."""
    tonight = home / "tonight"
    with duckdb.connect() as con:
        con.execute("set global TimeZone = 'UTC'")
        history.write_day(con, home / "logs", number)
    again = [number - 1] if number and number % _AGAIN_EVERY == 0 else []
    for one in (number, *again):
        for file in sorted((home / "logs").glob(f"*/{_day(history, one)}.parquet")):
            to = tonight / file.parent.name / file.name
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, to)
    return tonight


def _day(history: History, number: int) -> date:
    return history.first_day + timedelta(days=number)
