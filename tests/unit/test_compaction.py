"""A warehouse that has outgrown its rows is copied to a fresh file, and holds what it held."""

import shutil
import subprocess
import sys

import pytest

from tutor_reliability.compaction import compact, copy_afresh
from tutor_reliability.tables import TABLES
from tutor_reliability.warehouse import Warehouse

ROWS = 100_000
FILL = """
insert into core.tutor_edges
select md5(number::varchar) as tutor_id, date '2026-01-01' + (number % 300)::integer as day
from range($first, $first + $rows) as made(number)
"""


def fill(path, first=0, rows=ROWS):
    with Warehouse(path).open() as opened:
        opened.con.execute(FILL, {"first": first, "rows": rows})


def replace_all(path, times):
    """Write all rows anew, and let go of the old ones behind it."""
    for _ in range(times):
        with Warehouse(path).open() as opened:
            with opened.transaction():
                opened.con.execute("create table stage.again as from core.tutor_edges")
                opened.con.execute("delete from core.tutor_edges")
                opened.con.execute("insert into core.tutor_edges from stage.again")
            opened.con.execute("drop table stage.again")


@pytest.fixture(scope="module")
def large_at_first(tmp_path_factory):
    """A file that was filled behind something large, which went away."""
    path = tmp_path_factory.mktemp("large") / "warehouse.duckdb"
    with Warehouse(path).open() as opened:
        opened.con.execute(
            "create table stage.aside as select md5(number::varchar) as text "
            "from range(500_000) as made(number)"
        )
        opened.con.execute("checkpoint")
    fill(path)
    with Warehouse(path).open() as opened:
        opened.con.execute("drop table stage.aside")
    return path


def rows_of(path):
    with Warehouse(path).open() as opened:
        opened.con.execute("set preserve_insertion_order = true")
        return opened.con.execute("select * from core.tutor_edges").fetchall()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "warehouse.duckdb"


@pytest.fixture
def outgrown(large_at_first, path):
    """Give a copy of its own of the file that has outgrown its rows."""
    return shutil.copyfile(large_at_first, path)


def in_another_process(code, *arguments):
    asked = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(asked, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_a_file_that_is_as_large_as_its_rows_stays(path):
    fill(path)
    copy_afresh(path)
    inode = path.stat().st_ino

    assert not compact(path)
    assert path.stat().st_ino == inode


def test_rows_that_are_added_explain_a_larger_file(path):
    fill(path)
    copy_afresh(path)
    fill(path, first=ROWS, rows=2 * ROWS)

    assert not compact(path)


def test_a_file_that_has_outgrown_its_rows_gets_smaller_and_keeps_them_in_their_order(outgrown):
    before, rows = outgrown.stat().st_size, rows_of(outgrown)

    assert compact(outgrown)

    assert outgrown.stat().st_size < before
    assert rows_of(outgrown) == rows
    with Warehouse(outgrown).open() as opened:
        counts = {table: opened.count(table) for table in TABLES}
    assert {name: many for name, many in counts.items() if many} == {
        "core.tutor_edges": len(rows),
        "core.packed": 1,
    }


def test_two_megabytes_more_are_nothing_to_copy_a_file_for(path):
    fill(path, rows=1_000)
    copy_afresh(path)
    packed = path.stat().st_size
    with Warehouse(path).open() as opened:
        opened.con.execute(
            "create table stage.aside as select md5(number::varchar) as text "
            "from range(25_000) as made(number)"
        )
        opened.con.execute("checkpoint")
    fill(path, first=1_000, rows=1)
    with Warehouse(path).open() as opened:
        opened.con.execute("drop table stage.aside")

    assert not compact(path)
    assert 1.22 * packed < path.stat().st_size < packed + 8 * 262_144


def test_the_room_that_every_night_needs_is_left_to_a_large_file(path):
    """What is written anew each night lies beside the old: a copy would not make it less."""
    fill(path, rows=4 * ROWS)
    copy_afresh(path)
    packed = path.stat().st_size
    for _ in range(3):
        replace_all(path, 1)
        assert not compact(path, small_bytes=packed)

    assert path.stat().st_size > 1.25 * packed + 8 * 262_144


def test_a_small_file_is_within_three_tenths_of_its_rows_after_every_night(path):
    """Its copy costs next to nothing, so it is made each night where one night outgrows it."""
    fill(path, rows=4 * ROWS)
    copy_afresh(path)
    packed, copies = path.stat().st_size, 0
    for _ in range(3):
        replace_all(path, 1)
        copies += compact(path)
        assert path.stat().st_size < 1.3 * packed

    assert copies


def test_who_reads_the_old_file_reads_it_to_the_end(outgrown, tmp_path):
    rows = rows_of(outgrown)
    with outgrown.open("rb") as reader:
        begun = reader.read(4096)
        assert compact(outgrown)
        (tmp_path / "backup.duckdb").write_bytes(begun + reader.read())

    assert rows_of(tmp_path / "backup.duckdb") == rows == rows_of(outgrown)


def test_who_has_it_open_in_duckdb_puts_the_copy_off_and_notices_nothing(outgrown):
    before = outgrown.stat().st_size
    reader = in_another_process(
        "import duckdb, sys\n"
        "con = duckdb.connect(sys.argv[1], read_only=True)\n"
        "count = 'select count(*) from core.tutor_edges'\n"
        "print(con.sql(count).fetchall()[0][0], flush=True)\n"
        "input()\n"
        "print(con.sql(count).fetchall()[0][0], flush=True)",
        outgrown,
    )
    assert int(reader.stdout.readline()) == ROWS

    assert not compact(outgrown)
    assert outgrown.stat().st_size == before
    told, _ = reader.communicate("\n")
    assert int(told) == ROWS
    assert compact(outgrown)
    assert outgrown.stat().st_size < before


def test_what_a_killed_copy_left_is_in_nobodys_way(outgrown):
    outgrown.with_name(".warehouse.duckdb.fresh").write_bytes(b"half a copy")

    assert compact(outgrown)

    assert [one.name for one in outgrown.parent.iterdir()] == ["warehouse.duckdb"]


def test_a_file_is_copied_at_will_only_where_nobody_has_it_open(path):
    fill(path, rows=1_000)
    with Warehouse(path).open():
        other = (
            "import sys; from pathlib import Path\n"
            "from tutor_reliability.compaction import copy_afresh\n"
            "from tutor_reliability.errors import HomeBusyError\n"
            "try: copy_afresh(Path(sys.argv[1]))\n"
            "except HomeBusyError: print('busy')"
        )
        told, _ = in_another_process(other, path).communicate()

    assert told == "busy\n"
