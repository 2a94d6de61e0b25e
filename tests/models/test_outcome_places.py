"""Outcomes are found by their places, wherever the file has moved their rows."""

import shutil
from pathlib import Path

import pytest

from tutor_reliability import outcome_places
from tutor_reliability.warehouse import Warehouse

ROWS = 300_000


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Make a file of outcomes, some row groups of them, all with their places."""
    path = tmp_path_factory.mktemp("places") / "warehouse.duckdb"
    with Warehouse(path).open() as opened:
        opened.con.execute(
            "insert into core.session_outcomes (session_id, session_day) "
            f"select 's' || number, date '2026-01-01' from range({ROWS}) as every(number)"
        )
        outcome_places.bring(opened)
    return path


@pytest.fixture
def path(made, tmp_path):
    """Give such a file to change."""
    return Path(shutil.copy(made, tmp_path))


def forget(opened, where):
    """Delete rows and say so."""
    opened.con.execute(
        "create or replace temp table gone as "
        f"select rowid as row_number from core.session_outcomes where {where}"
    )
    opened.con.execute(f"delete from core.session_outcomes where {where}")
    outcome_places.left(opened, "select row_number from gone")


def found(opened, *sessions):
    """Look sessions up, and read what stands where they are said to."""
    listed = ", ".join(f"('{one}')" for one in sessions)
    outcome_places.copy(opened, f"select * from (values {listed}) as t(session_id)", into="seen")
    rows = opened.con.execute(
        "select session_id from core.session_outcomes "
        "where rowid in (select row_number from seen) order by session_id"
    ).fetchall()
    return [session for (session,) in rows]


def right(opened):
    """Count the places that say where their row is, and the rows there are."""
    return opened.row(
        "select count(*), (select count(*) from core.session_outcomes) "
        "from core.outcome_places as place inner join core.session_outcomes as outcome "
        "on place.row_number = outcome.rowid "
        "and place.session_hash = (hash(outcome.session_id) >> 24)::bigint"
    )


@pytest.mark.parametrize(
    "where",
    [
        pytest.param("rowid >= 250000", id="the newest rows"),
        pytest.param("rowid between 130000 and 240000", id="most of a row group in between"),
        pytest.param("rowid < 120000", id="most of the first"),
        pytest.param("rowid % 3 > 0", id="rows everywhere"),
        pytest.param("true", id="all of them"),
    ],
)
def test_places_are_right_after_the_file_closed_its_gaps(path, where) -> None:
    with Warehouse(path).open() as opened:
        forget(opened, where)
        opened.con.execute("checkpoint")
        opened.con.execute(
            "insert into core.session_outcomes (session_id, session_day) "
            "select 'new' || number, date '2026-01-02' from range(5000) as every(number)"
        )
    with Warehouse(path).open() as opened:
        outcome_places.bring(opened)
        rows, there = right(opened)
        assert (rows, opened.count("core.outcome_places")) == (there, there)
        assert found(opened, "new0", "new4999", "nobody") == ["new0", "new4999"]


def test_places_of_rows_that_did_not_move_are_kept(path) -> None:
    with Warehouse(path).open() as opened:
        opened.con.execute("alter table core.outcome_places add column is_kept boolean")
        opened.con.execute("update core.outcome_places set is_kept = true")
        forget(opened, "rowid >= 250000 and rowid % 2 = 0")
        opened.con.execute(
            "update core.outcome_places set row_number = row_number + 7 where row_number >= 280000"
        )
        outcome_places.bring(opened)
        kept, there = opened.row("select count(is_kept), count(*) from core.outcome_places")
        assert there == opened.count("core.session_outcomes")
        assert 260_000 < kept < there


def test_a_place_that_says_nothing_right_is_found_anew(path) -> None:
    with Warehouse(path).open() as opened:
        opened.con.execute("update core.outcome_places set session_hash = session_hash // 2")
        assert found(opened, "s1", "s299999") == ["s1", "s299999"]
        rows, there = right(opened)
        assert rows == there
