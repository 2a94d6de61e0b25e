"""The homes to ask: each made once, by a night on a simulated marketplace."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl

from benchmarks.job import CACHE, ROOT
from tutor_reliability.home import Home
from tutor_reliability.simulate import simulate

_DAYS, _FEW_DAYS = 14, 30
_MANY = 1_000
_UNTIL = date(2026, 10, 31)


def logs_of(tutors: int) -> Path:
    """Give the folder with the logs of so many tutors."""
    logs = CACHE / "overhead" / f"logs-{tutors}"
    if not logs.exists():
        logs.parent.mkdir(parents=True, exist_ok=True)
        days = _DAYS if tutors > _MANY else _FEW_DAYS
        simulate(logs, tutors=tutors, days=days, seed=7, until=_UNTIL)
    return logs


def home_of(tutors: int) -> Path:
    """Give a home that has seen a night of so many tutors."""
    home = CACHE / "overhead" / f"home-{tutors}"
    if not (home / "published").exists():
        run_night(logs_of(tutors), home)
    return home


def run_night(logs: Path, home: Path, *, module: str = "pipelines.cli") -> None:
    """Run a night in a process of its own."""
    words = ("run", "--logs", str(logs), "--home", str(home))
    subprocess.run(
        [sys.executable, "-m", module, *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )


def one_of(home: Path) -> str:
    """Give a tutor of whom there is much to explain: the one with most flags."""
    flags = pl.read_parquet(Home(path=home).shelf.current() / "marts" / "review.flags.parquet")
    return str(flags["tutor_id"].mode().sort()[0])
