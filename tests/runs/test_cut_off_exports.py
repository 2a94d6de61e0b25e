"""A cut-off export after a trusted night: red, nobody worse off; the whole one mends it."""

import csv
import gzip
import io
import json
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tutor_reliability.simulate import simulate

CLOCKS = {"sessions": ("updated_at", "booked_at"), "cancellations": ("received_at", "cancelled_at")}


def lines(logs: Path, log: str) -> list[dict[str, str]]:
    with gzip.open(logs / f"{log}.csv.gz", "rt", newline="") as file:
        return list(csv.DictReader(file))


def told_by(row: dict[str, str], log: str) -> str:
    """Give the instant that a row was written down, as the log spells it."""
    return next((row[name] for name in CLOCKS[log] if row.get(name)), "")


def deliver(logs: Path, log: str, rows: list[dict[str, str]]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    (logs / f"{log}.csv.gz").write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))


def known(home: Path, table: str) -> list[tuple]:
    path = home / "published" / "current" / "marts" / f"{table}.parquet"
    return duckdb.sql(f"select * from '{path}' order by all").fetchall()


@pytest.fixture(scope="module")
def nights(tmp_path_factory, tutor_reliability):
    """A trusted night, then one whose sessions stop at six in the morning."""
    root = tmp_path_factory.mktemp("cut")
    logs, home = root / "logs", root / "home"
    simulate(logs, tutors=30, days=45, seed=5, until=date(2026, 10, 31))
    whole = {log: lines(logs, log) for log in CLOCKS}
    for log, rows in whole.items():
        deliver(logs, log, [row for row in rows if told_by(row, log) < "2026-10-31T00:00:00Z"])
    trusted = tutor_reliability("run", "--logs", logs, "--home", home, "--as-of", "2026-10-30")
    assert trusted.code == 0, trusted.err
    before = {one: known(home, one) for one in ("review.flags", "mart.assignment_eligibility")}
    deliver(logs, "cancellations", whole["cancellations"])
    early = [row for row in whole["sessions"] if told_by(row, "sessions") < "2026-10-31T06:00:00Z"]
    deliver(logs, "sessions", early)
    ended = tutor_reliability("run", "--logs", logs, "--home", home, "--as-of", "2026-10-31")
    return logs, home, before, ended, whole


def test_the_cut_off_export_is_named_as_what_is_wrong(nights) -> None:
    *_, ended, _ = nights
    assert ended.code == 7, ended.err
    assert "raw.deliveries exports_reach_their_usual_hour" in ended.err


def test_nobody_is_flagged_anew_and_nobody_gets_worse(nights) -> None:
    _, home, before, *_ = nights
    for table, was in before.items():
        assert known(home, table) == was


def test_the_page_shows_where_it_stops_and_where_it_usually_goes_on(nights) -> None:
    _, home, *_ = nights
    page = (home / "site" / "run.html").read_text()
    assert "Stops short" in page
    assert "2026-10-31 05:" in page or "2026-10-31 06:00" in page
    assert "run the night that it covers, with --as-of" in page


def test_the_whole_export_opens_the_gate_again(nights, tutor_reliability) -> None:
    logs, home, _, _, whole = nights
    deliver(logs, "sessions", whole["sessions"])
    ended = tutor_reliability("run", "--logs", logs, "--home", home, "--as-of", "2026-10-31")
    assert ended.code == 0, ended.err
    facts = json.loads((home / "published" / "current.json").read_text())
    assert facts["trusted_as_of"] == "2026-10-31"
