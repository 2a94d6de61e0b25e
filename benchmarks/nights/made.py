"""The files of a history, and the warehouses a job begins with; made where they are missing.

They are kept: whoever changes what is written here, or how, empties the folder.
"""

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from benchmarks.job import CACHE
from benchmarks.nights.history import LAST_DAY, History
from benchmarks.nights.steps import bound, bring
from tutor_reliability.ledger import Ledger
from tutor_reliability.warehouse import Warehouse

EVE = LAST_DAY + timedelta(days=1)
"""The night after the history, on which what is kept beside a long one is made."""
_SAME = 1_400
"""Sessions of a night that is the same beside any history."""


def home(history: History) -> Path:
    """Give the folder of a history."""
    of_days = "" if history.days == History.days else f"-{history.days}"
    found = CACHE / "nights" / f"{history.sessions}{of_days}"
    found.mkdir(parents=True, exist_ok=True)
    return found


def parquet(history: History) -> Path:
    """Give the files of the history."""
    logs = home(history) / "logs"
    if not logs.is_dir():
        unfinished = logs.with_name("logs.unfinished")
        with duckdb.connect() as con:
            bound(con)
            history.write_parquet(con, unfinished)
        unfinished.rename(logs)
    return logs


def landed(history: History) -> Path:
    """Give a warehouse with nothing but the history's raw tables."""
    path = home(history) / "landed.duckdb"
    if path.exists():
        return path
    logs, unfinished = parquet(history), path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with Warehouse(unfinished).open() as opened:
        bound(opened.con)
        history.write_raw(opened.con, logs)
    unfinished.rename(path)
    return path


def brought(history: History) -> Path:
    """Give a warehouse with the history, brought to its eve as any night is."""
    path = home(history) / "brought.duckdb"
    if path.exists():
        return path
    unfinished = Path(shutil.copy(landed(history), path.with_suffix(".unfinished")))
    for days, as_of in enumerate((LAST_DAY, EVE)):
        with Warehouse(unfinished).open() as opened:
            bound(opened.con)
            logs = night(history, days) if days else None
            bring(opened, logs, Ledger(home(history) / "ledger.sqlite"), as_of)
    unfinished.rename(path)
    return path


def night(history: History, days: int) -> Path:
    """Give the files of a night so many days after the history's last, corrections in them."""
    logs = home(history) / f"night-{days}"
    if not logs.is_dir():
        unfinished = logs.with_name("night.unfinished")
        with duckdb.connect() as con:
            bound(con)
            history.write_day(con, unfinished, history.days - 1 + days)
        unfinished.rename(logs)
    return logs


def same_night(history: History, days: int) -> Path:
    """Give one in so many sessions of such a night, with their cancellations."""
    logs = home(history) / f"same-night-{days}"
    whole = night(history, days)
    if not logs.is_dir():
        one_in = max(history.a_day // _SAME, 1)
        with duckdb.connect() as con:
            for file in sorted(whole.glob("*/*.parquet")):
                to = logs / file.relative_to(whole)
                to.parent.mkdir(parents=True)
                con.execute(
                    f"copy (from '{file}' where hash(session_id) % {one_in} = 0) "
                    f"to '{to}' (format parquet)"
                )
    return logs


@contextmanager
def copy_of(path: Path) -> Generator[Path]:
    """Copy a warehouse, for as long as somebody works on it."""
    with TemporaryDirectory(dir=path.parent) as folder:
        yield Path(shutil.copy(path, folder))
