"""Real runs: the installed command in a process of its own, on logs of a small marketplace."""

import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tutor_reliability.simulate import simulate


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


@pytest.fixture(scope="session")
def small_logs(tmp_path_factory) -> Path:
    """Write the logs of a marketplace of 40 tutors over 200 days."""
    logs = tmp_path_factory.mktemp("logs")
    simulate(logs, tutors=40, days=200, seed=3, until=date(2026, 10, 31))
    return logs


@pytest.fixture(scope="session")
def small_home(tmp_path_factory, small_logs) -> Path:
    """Run one night on the small marketplace; tests only read this home."""
    home = tmp_path_factory.mktemp("home")
    ended = command("run", "--logs", small_logs, "--home", home)
    assert ended.code == 0, ended.err
    return home
