"""Real runs: the installed command in a process of its own, on logs of a small marketplace."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tutor_reliability.simulate import simulate

PAST = date(2026, 10, 20)
LAST = date(2026, 10, 31)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def command(*arguments: object) -> Ended:
    """Run `tutor-reliability` and wait for it."""
    done = subprocess.run(
        [sys.executable, "-m", "pipelines.cli", *(str(one) for one in arguments)],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def tutor_reliability():
    """Give the command."""
    return command


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Make a folder that tests only read, once for all processes that run tests side by side."""
    root = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    folder, unfinished = root / name, root / f"{name}.unfinished"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            shutil.rmtree(unfinished, ignore_errors=True)
            make(unfinished)
            unfinished.rename(folder)
    return folder


def night(logs: Path, *more: object) -> Callable[[Path], None]:
    """Give what runs one night in a fresh home."""

    def run(home: Path) -> None:
        ended = command("run", "--logs", logs, "--home", home, *more)
        assert ended.code == 0, ended.err

    return run


@pytest.fixture(scope="session")
def small_logs(tmp_path_factory) -> Path:
    """Write the logs of a marketplace of 40 tutors over 200 days."""
    return once(
        tmp_path_factory,
        "small_logs",
        lambda logs: simulate(logs, tutors=40, days=200, seed=3, until=LAST),
    )


@pytest.fixture(scope="session")
def small_home(tmp_path_factory, small_logs) -> Path:
    """Run the last night on the small marketplace; tests copy this home, or only read it."""
    return once(tmp_path_factory, "small_home", night(small_logs))


@pytest.fixture(scope="session")
def past_home(tmp_path_factory, small_logs) -> Path:
    """Run an earlier night, and no other, on the small marketplace."""
    return once(tmp_path_factory, "past_home", night(small_logs, "--as-of", PAST))
