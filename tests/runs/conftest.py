"""Real runs: the command on logs of a small marketplace, in a process of its own or in this one.

A night over a few rows spends most of its time on starting and on Dagster's files. Nights whose
promise is about tables and pages therefore run in the process of the tests, which starts once, and
keep Dagster's events in memory. The first nights of all, red nights, and what is killed and heals
keep the history that they have at home; the small marketplace's first night has its own process.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Generator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from pipelines import cli, dagster_home
from tutor_reliability.simulate import simulate

PAST = date(2026, 10, 20)
LAST = date(2026, 10, 31)


IN_MEMORY = """
event_log_storage:
  module: dagster._core.storage.event_log.in_memory
  class: InMemoryEventLogStorage
"""
"""What a home's dagster.yaml says where no test reads the history."""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def process(*arguments: object) -> Ended:
    """Run `tutor-reliability` in a process of its own and wait for it."""
    done = subprocess.run(
        [sys.executable, "-m", "pipelines.cli", *(str(one) for one in arguments)],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


@contextmanager
def caught(number: int) -> Generator[Callable[[], str]]:
    """Catch all that goes to a descriptor, whoever writes it; gives what reads it back."""
    with tempfile.TemporaryFile("w+") as file:
        before = os.dup(number)
        os.dup2(file.fileno(), number)
        try:
            yield lambda: (file.seek(0), file.read())[1]
        finally:
            os.dup2(before, number)
            os.close(before)


@contextmanager
def as_started() -> Generator[None]:
    """Start as a process does: its own streams, the usual warnings, and an environment to spoil."""
    environment = dict(os.environ)
    with (
        warnings.catch_warnings(),
        os.fdopen(os.dup(1), "w", buffering=1) as out,
        os.fdopen(os.dup(2), "w", buffering=1) as err,
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        warnings.resetwarnings()
        for hidden in (DeprecationWarning, PendingDeprecationWarning, ImportWarning):
            warnings.simplefilter("ignore", hidden)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(environment)


def command(*arguments: object) -> Ended:
    """Run `tutor-reliability` in this process: what it prints, and the code it would end with."""
    with caught(1) as out, caught(2) as err:
        with as_started():
            code = cli.main([str(one) for one in arguments])
        return Ended(code, out(), err())


def without_history(*arguments: object) -> Ended:
    """Run `tutor-reliability` in this process; a night's events go nowhere."""
    if arguments[0] == "run" and "--home" in arguments:
        folder = Path(arguments[arguments.index("--home") + 1]) / "dagster"
        folder.mkdir(parents=True, exist_ok=True)
        settings = dagster_home.QUIET + dagster_home.NO_OUTPUT + IN_MEMORY
        (folder / "dagster.yaml").write_text(settings, encoding="utf-8")
    return command(*arguments)


@pytest.fixture(scope="session")
def tutor_reliability():
    """Give the command as it is in this process."""
    return without_history


@pytest.fixture(scope="session")
def with_history():
    """Give the command in this process, with Dagster's history as it is at home."""
    return command


@pytest.fixture(scope="session")
def in_its_own_process():
    """Give the command as people start it."""
    return process


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


def night(
    logs: Path, *more: object, started: Callable[..., Ended] = process
) -> Callable[[Path], None]:
    """Give what runs one night in a fresh home."""

    def run(home: Path) -> None:
        ended = started("run", "--logs", logs, "--home", home, *more)
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
    return once(tmp_path_factory, "past_home", night(small_logs, "--as-of", PAST, started=command))
