"""The same inputs give the same bytes, and a past night is what it was."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

NOT_COMPARED = {"timings.json", "run.html"}
"""How long each step took differs between two runs; nothing else may."""


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in NOT_COMPARED
    }


def published(home: Path) -> Path:
    return (home / "published" / "current").resolve()


def test_a_second_run_of_the_same_night_gives_the_same_bytes(
    tutor_reliability, small_logs, small_home, tmp_path
) -> None:
    again = tmp_path / "again"
    shutil.copytree(small_home, again, symlinks=True)
    ended = tutor_reliability("run", "--logs", small_logs, "--home", again)
    assert ended.code == 0, ended.err
    assert published(again).name == published(small_home).name
    assert files(published(again)) == files(published(small_home))


@pytest.mark.slow
def test_a_fresh_home_gives_the_same_bytes(
    in_its_own_process, small_logs, small_home, tmp_path
) -> None:
    fresh = tmp_path / "fresh"
    ended = in_its_own_process("run", "--logs", small_logs, "--home", fresh)
    assert ended.code == 0, ended.err
    assert files(published(fresh)) == files(published(small_home))


def test_a_past_night_gives_the_same_bytes_before_and_after_a_later_one(
    tutor_reliability, small_logs, small_home, past_home, tmp_path
) -> None:
    later = tmp_path / "later"
    shutil.copytree(small_home, later, symlinks=True)
    past = published(past_home)
    ended = tutor_reliability(
        "run", "--logs", small_logs, "--home", later, "--as-of", past.name[:10]
    )
    assert ended.code == 0, ended.err
    assert files(later / "published" / past.name) == files(past)
    assert published(later).name == published(small_home).name != past.name


def test_the_feed_says_what_it_is(small_home) -> None:
    feed = small_home / "feed"
    manifest = json.loads((feed / "manifest.json").read_text())
    assert manifest["schema_version"] == 1
    assert {"run_id", "as_of", "policy"} <= manifest.keys()
    for name, told in manifest["files"].items():
        assert hashlib.sha256((feed / name).read_bytes()).hexdigest() == told["sha256"]
    counts = {
        kind: len(duckdb.sql(f"from '{feed}/assignment_eligibility.{kind}'").fetchall())
        for kind in ("parquet", "csv", "json")
    }
    assert set(counts.values()) == {manifest["rows"]}


@pytest.fixture
def home(past_home, tmp_path) -> Path:
    """Give a home that has seen one night, before the last."""
    copy = tmp_path / "home"
    shutil.copytree(past_home, copy, symlinks=True)
    return copy


@pytest.mark.parametrize(
    "seconds",
    [5.0, *(pytest.param(one, marks=pytest.mark.slow) for one in (3.0, 6.5, 8.0, 9.5))],
)
def test_a_killed_night_leaves_the_last_one_and_the_next_heals(
    with_history, small_logs, small_home, home, seconds
) -> None:
    past = published(home)
    before = files(past)
    night = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "pipelines.cli",
            "run",
            "--logs",
            str(small_logs),
            "--home",
            str(home),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(seconds)
    os.kill(night.pid, signal.SIGKILL)
    night.wait()
    if published(home) == past:
        assert files(published(home)) == before
    healed = with_history("run", "--logs", small_logs, "--home", home)
    assert healed.code == 0, healed.err
    for table in ("core.session_outcomes", "mart.tutor_rates", "review.flags"):
        left, right = (
            f"'{place}/marts/{table}.parquet'" for place in (published(home), published(small_home))
        )
        assert duckdb.sql(f"from {left} except from {right}").fetchall() == []
        assert duckdb.sql(f"from {right} except from {left}").fetchall() == []
