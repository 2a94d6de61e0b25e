"""A warehouse of another version: the logs and nights stay, what follows is worked out again."""

import shutil
from pathlib import Path

import duckdb
import pytest

PUBLISHED = {
    "core.session_outcomes": "*",
    "core.tutor_days": "*",
    "mart.tutor_rates": "*",
    "review.flags": "*",
    "review.signals": "*",
    "mart.assignment_eligibility": "* exclude (run_id)",
}
HISTORY = "from raw.sessions order by all", "from raw.deliveries order by all"
BEFORE = "from core.nights where as_of < date '2026-10-31'"


def asked(home: Path, *selects: str) -> list[list[tuple]]:
    with duckdb.connect(home / "warehouse.duckdb", read_only=True) as con:
        return [con.execute(select).fetchall() for select in selects]


def changed(home: Path, *statements: str) -> None:
    with duckdb.connect(home / "warehouse.duckdb") as con:
        for statement in statements:
            con.execute(statement)


@pytest.fixture
def past(past_home, tmp_path) -> Path:
    """A home in which a night was run ten days ago."""
    return shutil.copytree(past_home, tmp_path / "home", symlinks=True)


def test_what_follows_from_the_logs_is_worked_out_again_and_the_night_says_so(
    tutor_reliability, small_logs, small_home, past
) -> None:
    before = asked(past, *HISTORY, BEFORE)
    changed(past, "alter table core.endings drop column actor", "drop table review.news")

    ended = tutor_reliability("run", "--logs", small_logs, "--home", past)

    assert ended.code == 0, ended.err
    assert "another version of this software made core.endings and 1 more table" in ended.out
    assert asked(past, *HISTORY, BEFORE) == before
    for table, columns in PUBLISHED.items():
        ours, fresh = (
            f"(select {columns} from '{home}/published/current/marts/{table}.parquet')"
            for home in (past, small_home)
        )
        assert duckdb.sql(f"select count(*) from {fresh}").fetchall() != [(0,)], table
        assert duckdb.sql(f"from {ours} except all from {fresh}").fetchall() == [], table
        assert duckdb.sql(f"from {fresh} except all from {ours}").fetchall() == [], table


def test_another_version_of_what_cannot_be_worked_out_again_is_left_as_it_is(
    tutor_reliability, small_logs, past
) -> None:
    changed(past, "alter table raw.sessions drop column kind", "drop table review.news")
    before = (past / "warehouse.duckdb").read_bytes()

    ended = tutor_reliability("run", "--logs", small_logs, "--home", past)

    assert ended.code == 9
    assert "raw.sessions is of another version of this software" in ended.err
    assert (past / "warehouse.duckdb").read_bytes() == before
