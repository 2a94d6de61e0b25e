"""The files of a history, and the warehouses a job begins with; made where they are missing.

They are kept: files until the folder is emptied, a warehouse as long as its tables are those of the
contracts and this program would bring it to the same.
"""

import hashlib
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from assets import sql
from benchmarks.job import CACHE, ROOT
from benchmarks.nights.history import LAST_DAY, History
from benchmarks.nights.steps import bound, bring
from tutor_reliability.ledger import Ledger
from tutor_reliability.tables import TABLES
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
    path = home(history) / f"landed-{_contracts()}.duckdb"
    if path.exists():
        return path
    logs, unfinished = parquet(history), _instead_of_older(path)
    with Warehouse(unfinished).open() as opened:
        bound(opened.con)
        history.write_raw(opened.con, logs)
    return unfinished.rename(path)


def brought(history: History) -> Path:
    """Give a warehouse with the history, brought to its eve as any night is."""
    path = home(history) / f"brought-{_contracts()}-{_program()}.duckdb"
    if path.exists():
        return path
    begun = landed(history)
    unfinished = Path(shutil.copy(begun, _instead_of_older(path)))
    for days, as_of in enumerate((LAST_DAY, EVE)):
        with Warehouse(unfinished).open() as opened:
            bound(opened.con)
            logs = night(history, days) if days else None
            bring(opened, logs, Ledger(home(history) / "ledger.sqlite"), as_of)
    return unfinished.rename(path)


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


def _instead_of_older(path: Path) -> Path:
    """Take away what another program made of its kind; gives where to make it."""
    for old in path.parent.glob(f"{path.name.partition('-')[0]}-*"):
        old.unlink()
    return path.with_suffix(".unfinished")


@cache
def _contracts() -> str:
    told = repr([(one.name, one.columns) for one in TABLES.values()])
    return hashlib.sha256(told.encode()).hexdigest()[:8]


@cache
def _program() -> str:
    files = sorted((ROOT / "tutor_reliability").rglob("*.py"))
    text = b"".join(file.read_bytes() for file in files) + sql.fingerprint().encode()
    return hashlib.sha256(text).hexdigest()[:8]
