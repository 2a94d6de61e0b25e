"""A person's mistake gives one clear line and its exit code, and nothing that was there is lost."""

import fcntl
import gzip
import shutil
from pathlib import Path

import duckdb
import pytest

from tutor_reliability import policy as policies
from tutor_reliability.policy.parse import BUILT_IN


def fingerprint(home: Path) -> dict[str, bytes]:
    """Everything readers see of a home."""
    return {
        str(path.relative_to(home)): path.read_bytes()
        for path in sorted((home / "published" / "current").rglob("*"))
        if path.is_file() and path.name != "timings.json"
    }


@pytest.fixture
def logs(small_logs, tmp_path) -> Path:
    copy = tmp_path / "logs"
    shutil.copytree(small_logs, copy)
    return copy


@pytest.fixture
def home(small_home, tmp_path) -> Path:
    copy = tmp_path / "home"
    shutil.copytree(small_home, copy, symlinks=True)
    return copy


def rewrite(path: Path, change) -> None:
    text = gzip.decompress(path.read_bytes()).decode()
    path.write_bytes(gzip.compress(change(text).encode()))


def header_without(column: str):
    def change(text: str) -> str:
        first, rest = text.split("\n", 1)
        return first.replace(column, f"{column}_gone") + "\n" + rest

    return change


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        pytest.param(shutil.rmtree, (3, ["logs"]), id="missing folder"),
        pytest.param(
            lambda logs: (logs / "cancellations.csv.gz").unlink(),
            (3, ["cancellations"]),
            id="missing file",
        ),
        pytest.param(
            lambda logs: (logs / "sessions.csv.gz").write_bytes(b"\x1f\x8b no gzip"),
            (3, ["sessions.csv.gz"]),
            id="unreadable file",
        ),
        pytest.param(
            lambda logs: rewrite(logs / "sessions.csv.gz", header_without("scheduled_start")),
            (4, ["sessions.csv.gz", "scheduled_start"]),
            id="missing column",
        ),
    ],
)
def test_a_log_that_cannot_be_used(tutor_reliability, logs, home, spoil, expected) -> None:
    code, says = expected
    before = fingerprint(home)
    spoil(logs)
    ended = tutor_reliability("run", "--logs", logs, "--home", home)
    assert ended.code == code, ended.err
    assert ended.err.count("\n") == 1, ended.err
    assert all(one in ended.err for one in says), ended.err
    assert fingerprint(home) == before


def test_a_policy_with_an_unknown_key(tutor_reliability, small_logs, home, tmp_path) -> None:
    before = fingerprint(home)
    policy = tmp_path / "ours.toml"
    text = (BUILT_IN / "itutor.toml").read_text()
    policy.write_text(text.replace('line = "24h"', 'line = "24h"\nsetle = "1h"', 1))
    ended = tutor_reliability("run", "--logs", small_logs, "--home", home, "--policy", policy)
    assert ended.code == 5
    assert ended.err.count("\n") == 1
    assert "ours.toml" in ended.err
    assert "setle" in ended.err
    assert fingerprint(home) == before


def test_a_policy_nobody_wrote_names_the_nearest(tutor_reliability, small_logs, tmp_path) -> None:
    ended = tutor_reliability("run", "--logs", small_logs, "--home", tmp_path, "--policy", "itutr")
    assert (ended.code, ended.err.count("\n")) == (5, 1)
    assert "did you mean 'itutor'" in ended.err


def test_a_day_that_is_none(tutor_reliability, small_logs, tmp_path) -> None:
    ended = tutor_reliability(
        "run", "--logs", small_logs, "--home", tmp_path, "--as-of", "2026-02-30"
    )
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert "2026-02-30" in ended.err


def test_a_home_held_by_another_run(tutor_reliability, small_logs, home) -> None:
    before = fingerprint(home)
    with (home / "run.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ended = tutor_reliability("run", "--logs", small_logs, "--home", home)
    assert (ended.code, ended.err.count("\n")) == (8, 1)
    assert "held by another run" in ended.err
    assert fingerprint(home) == before


def test_bad_timestamps_and_statuses_are_rejected_rows_not_failures(
    tutor_reliability, small_home
) -> None:
    """The small marketplace has some of both, and its night ended well."""
    told = tutor_reliability("status", "--home", small_home)
    assert "rejected" in told.out
    rows = duckdb.sql(
        f"select reason, row from '{small_home}/published/current/marts/raw.rejected_rows.parquet' "
        "where log = 'sessions' and reason in ('bad_time', 'unknown_status') and line > 1"
    ).fetchall()
    assert {reason for reason, _ in rows} == {"bad_time", "unknown_status"}
    assert all(row.count(",") > 2 for _, row in rows)


@pytest.mark.parametrize("question", [["status"], ["eligibility"], ["explain", "T1"]])
def test_a_home_where_nothing_ran(tutor_reliability, tmp_path, question) -> None:
    ended = tutor_reliability(*question, "--home", tmp_path)
    assert (ended.code, ended.err.count("\n")) == (9, 1)
    assert "tutor-reliability run" in ended.err


@pytest.mark.parametrize(("asked", "meant"), [("t0001", True), ("nobody", False)])
def test_a_tutor_nobody_knows_names_one_that_is_near(
    tutor_reliability, small_home, asked, meant
) -> None:
    ended = tutor_reliability("explain", asked, "--home", small_home)
    assert (ended.code, ended.err.count("\n")) == (10, 1)
    assert ("did you mean t00" in ended.err) is meant


def test_the_built_in_policies_pass_their_own_check(tutor_reliability) -> None:
    for name in ("itutor", "talaera"):
        ended = tutor_reliability("policy", "check", name)
        assert ended.code == 0
        assert policies.load(name).fingerprint[:12] in ended.out
