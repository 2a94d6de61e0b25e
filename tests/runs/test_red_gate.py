"""While a blocking check is red nobody is flagged anew, nobody gets worse, and pages say so."""

import gzip
import json
import shutil
from pathlib import Path

import duckdb
import pytest


def rows(home: Path, table: str) -> list[tuple]:
    path = home / "published" / "current" / "marts" / f"{table}.parquet"
    return duckdb.sql(f"select * from '{path}' order by all").fetchall()


def spoiled(text: str) -> str:
    """Break the time of every fifth cancellation."""
    lines = text.split("\n")
    column = lines[0].split(",").index("cancelled_at")
    for number in range(1, len(lines) - 1, 5):
        cells = lines[number].split(",")
        cells[column] = "soon"
        lines[number] = ",".join(cells)
    return "\n".join(lines)


@pytest.fixture(scope="module")
def night(tmp_path_factory, with_history, small_logs, past_home):
    """A trusted night, then one whose cancellations cannot be read."""
    root = tmp_path_factory.mktemp("red")
    logs, home = root / "logs", root / "home"
    shutil.copytree(small_logs, logs)
    shutil.copytree(past_home, home, symlinks=True)
    before = {one: rows(home, one) for one in ("review.flags", "mart.assignment_eligibility")}
    whole = (logs / "cancellations.csv.gz").read_bytes()
    (logs / "cancellations.csv.gz").write_bytes(
        gzip.compress(spoiled(gzip.decompress(whole).decode()).encode())
    )
    ended = with_history("run", "--logs", logs, "--home", home)
    return logs, home, before, ended, whole


def test_the_command_says_so_in_one_line_and_ends_with_its_code(night) -> None:
    *_, ended, _ = night
    assert ended.code == 7
    assert ended.err.count("\n") == 1
    assert "raw.deliveries rejected_share_is_small" in ended.err
    assert "run.html" in ended.err


def test_nobody_is_flagged_anew_and_nobody_gets_worse(night) -> None:
    _, home, before, *_ = night
    for table, was in before.items():
        assert rows(home, table) == was


def test_the_run_says_which_night_can_be_trusted(night, with_history) -> None:
    _, home, *_ = night
    facts = json.loads((home / "published" / "current.json").read_text())
    assert facts["gate"]["state"] == "red"
    assert (facts["as_of"], facts["trusted_as_of"]) == ("2026-10-31", "2026-10-20")
    told = with_history("status", "--home", home)
    assert "gate red, trusted as of 2026-10-20" in told.out
    manifest = json.loads((home / "feed" / "manifest.json").read_text())
    assert manifest["gate"]["state"] == "red"


def test_every_page_says_so(night) -> None:
    _, home, *_ = night
    pages = sorted((home / "site").rglob("*.html"))
    assert len(pages) >= 7
    silent = [page.name for page in pages if "not trusted" not in page.read_text()]
    assert silent == []


@pytest.mark.slow
def test_the_mended_file_opens_the_gate_again(night, with_history) -> None:
    logs, home, _, _, whole = night
    (logs / "cancellations.csv.gz").write_bytes(whole + gzip.compress(b""))
    ended = with_history("run", "--logs", logs, "--home", home)
    assert ended.code == 0, ended.err
    facts = json.loads((home / "published" / "current.json").read_text())
    assert facts["gate"]["state"] != "red"
    assert facts["trusted_as_of"] == "2026-10-31"


def test_a_first_night_that_is_red_flags_nobody(with_history, small_logs, tmp_path) -> None:
    logs = tmp_path / "logs"
    shutil.copytree(small_logs, logs)
    path = logs / "cancellations.csv.gz"
    path.write_bytes(gzip.compress(spoiled(gzip.decompress(path.read_bytes()).decode()).encode()))
    ended = with_history("run", "--logs", logs, "--home", tmp_path / "home")
    assert ended.code == 7, ended.err
    assert rows(tmp_path / "home", "review.flags") == []
    assert rows(tmp_path / "home", "mart.assignment_eligibility") == []
