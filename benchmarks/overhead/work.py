"""What is measured: a small night, whose CPU seconds are counted by owner; commands; the floor."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.job import CACHE, ROOT
from benchmarks.overhead import FEW
from benchmarks.overhead.homes import home_of, logs_of, run_night
from benchmarks.overhead.owners import TOLD_IN


def night() -> dict[str, float]:
    """Run a night in a new home."""
    return _itemised(None)


def again() -> dict[str, float]:
    """Run the same night once more, in a home that has seen it."""
    return _itemised(home_of(FEW))


def command(words: str, home: str) -> None:
    """Run a command of ours, which writes nowhere."""
    place = ["--home", home] if home else []
    _run(["-m", "pipelines.cli", *words.split(), *place])


def python(code: str) -> None:
    """Start Python for some code."""
    _run(["-c", code])


def _run(words: list[str]) -> None:
    subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        check=True,
        env=_as_installed(),
        stdout=subprocess.DEVNULL,
    )


def _itemised(before: Path | None) -> dict[str, float]:
    with TemporaryDirectory(dir=CACHE) as folder:
        home, told = Path(folder) / "home", Path(folder) / "owners.json"
        if before:
            shutil.copytree(before, home, symlinks=True)
        os.environ.update(_as_installed() | {TOLD_IN: str(told)})
        run_night(logs_of(FEW), home, module="benchmarks.overhead.owners")
        owners: dict[str, float] = json.loads(told.read_text(encoding="utf-8"))
    return owners


def _as_installed() -> dict[str, str]:
    """Give the environment in which Python keeps its bytecode, as an installed program has it."""
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
