"""A warehouse that has outgrown its rows is copied to a fresh file, and holds what it held."""

import subprocess
import sys

import pytest

from tutor_reliability.compaction import compact
from tutor_reliability.tables import TABLES
from tutor_reliability.warehouse import Warehouse

ROWS = 200_000
FILL = """
insert into core.tutor_edges
select md5(number::varchar) as tutor_id, date '2026-01-01' + (number % 300)::integer as day
from range($first, $first + $rows) as made(number)
"""


def fill(path, first=0, rows=ROWS):
    with Warehouse(path).open() as opened:
        opened.con.execute(FILL, {"first": first, "rows": rows})


def outgrow(path):
    """Fill it behind something large that goes away."""
    with Warehouse(path).open() as opened:
        opened.con.execute(
            "create table stage.aside as select md5(number::varchar) as text "
            "from range(1_000_000) as made(number)"
        )
        opened.con.execute("checkpoint")
    fill(path)
    with Warehouse(path).open() as opened:
        opened.con.execute("drop table stage.aside")


def rows_of(path, table="core.tutor_edges"):
    with Warehouse(path).open() as opened:
        opened.con.execute("set preserve_insertion_order = true")
        return opened.con.execute(f"select * from {table}").fetchall()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "warehouse.duckdb"


def test_a_file_that_is_as_large_as_its_rows_stays(path):
    fill(path)
    compact(path)
    inode = path.stat().st_ino

    assert not compact(path)
    assert path.stat().st_ino == inode


def test_rows_that_are_added_explain_a_larger_file(path):
    fill(path)
    compact(path)
    fill(path, first=ROWS, rows=2 * ROWS)

    assert not compact(path)


def test_a_file_that_has_outgrown_its_rows_gets_smaller_and_keeps_them_in_their_order(path):
    outgrow(path)
    before, rows = path.stat().st_size, rows_of(path)

    assert compact(path)

    assert path.stat().st_size < before
    assert rows_of(path) == rows
    for table in TABLES:
        assert table == "core.tutor_edges" or len(rows_of(path, table)) == (table == "core.packed")


def test_what_a_killed_copy_left_is_in_nobodys_way(path):
    outgrow(path)
    path.with_name(".warehouse.duckdb.fresh").write_bytes(b"half a copy")

    assert compact(path)

    assert [one.name for one in path.parent.iterdir()] == ["warehouse.duckdb"]


def test_nobody_else_may_have_it_open(path):
    fill(path, rows=1_000)
    with Warehouse(path).open():
        other = (
            "from pathlib import Path; from tutor_reliability.compaction import compact; "
            f"compact(Path({str(path)!r}))"
        )
        asked = [sys.executable, "-c", other]
        told = subprocess.run(asked, check=False, capture_output=True, text=True)

    assert "HomeBusyError" in told.stderr
