"""Deliveries that come night by night end where one delivery of everything ends."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from tutor_reliability.simulate import simulate

PROVENANCE = "session_delivery, session_line, cancellation_delivery, cancellation_line"
LAST = date(2026, 10, 31)
NIGHTS = [LAST - timedelta(days=back) for back in (9, 8, 3, 1, 0)]


def deliver(everything: Path, logs: Path, until: date) -> None:
    """Copy the files of the days up to `until` that are not there yet."""
    for path in everything.rglob("*.csv.gz"):
        target = logs / path.relative_to(everything)
        if path.name[:10] <= until.isoformat() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


@pytest.fixture(scope="module")
def homes(tmp_path_factory, tutor_reliability) -> tuple[Path, Path]:
    root = tmp_path_factory.mktemp("nights")
    simulate(root / "all", tutors=25, days=80, seed=11, until=LAST, layout="daily")
    for night in NIGHTS:
        deliver(root / "all", root / "logs", night)
        ended = tutor_reliability(
            "run", "--logs", root / "logs", "--home", root / "by_night", "--as-of", night
        )
        assert ended.code == 0, ended.err
    ended = tutor_reliability(
        "run", "--logs", root / "all", "--home", root / "at_once", "--as-of", LAST
    )
    assert ended.code == 0, ended.err
    return root / "by_night", root / "at_once"


@pytest.mark.slow
@pytest.mark.parametrize(
    "table",
    [
        f"(select * exclude ({PROVENANCE}) from '%s/core.session_outcomes.parquet')",
        "'%s/core.tutor_days.parquet'",
        "'%s/mart.tutor_rates.parquet'",
        "'%s/review.flags.parquet'",
        "'%s/review.cases.parquet'",
        "(select * exclude (run_id) from '%s/mart.assignment_eligibility.parquet')",
    ],
    ids=["outcomes", "days", "rates", "flags", "cases", "eligibility"],
)
def test_night_by_night_ends_as_all_at_once(homes, table) -> None:
    by_night, at_once = (table % (home / "published" / "current" / "marts") for home in homes)
    assert duckdb.sql(f"select count(*) from {at_once}").fetchall() != [(0,)]
    assert duckdb.sql(f"from {by_night} except all from {at_once}").fetchall() == []
    assert duckdb.sql(f"from {at_once} except all from {by_night}").fetchall() == []
