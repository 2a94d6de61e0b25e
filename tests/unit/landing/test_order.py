"""Lines are counted from the order of rows, so that nothing may change it while files are read."""

import json

import pytest

from tutor_reliability.landing.arrival import Arrival
from tutor_reliability.landing.discover import LogFile
from tutor_reliability.landing.landed import Landed
from tutor_reliability.landing.layout import by_place
from tutor_reliability.landing.select import Batch, judged_select
from tutor_reliability.landing.workbench import workbench
from tutor_reliability.sources import Source
from tutor_reliability.sources.source import delivered_columns
from tutor_reliability.tables import LOGS

START = "2026-03-10T10:00:00Z"
SOURCES = {
    "canonical": Source(),
    "zone": Source(timezone="Europe/Lisbon"),
    "overridden": Source(timezone="Europe/Lisbon", overrides_offset=True),
    "formats": Source(
        timezone="Europe/Lisbon",
        date_formats={
            "sessions": {"scheduled_start": ("%d/%m/%Y", "%Y")},
            "cancellations": {"cancelled_at": ("%d/%m/%Y", "%Y")},
        },
        values={"sessions": {"status": {"done": "completed"}}},
    ),
}


def operators(nodes):
    """Name every operator of a plan."""
    return {node["name"].strip() for node in nodes} | {
        name for node in nodes for name in operators(node["children"])
    }


@pytest.mark.parametrize("log", LOGS)
@pytest.mark.parametrize("name", SOURCES)
def test_reading_is_a_scan_and_projections_only(world, log, name):
    """A join would lose the order of the rows; DuckDB makes one of a membership test."""
    header = [column.name for column in delivered_columns(log)]
    path = world.csv(f"{log}.csv", ",".join(header))
    file = LogFile(log=log, path=path, relative=path.name)
    source = SOURCES[name]
    layout = by_place(file, header, source)
    batch = Batch(log=log, form="csv", gzipped=False, layout=layout, files=(str(path),))
    with workbench(world.con, source, Arrival(), Landed(con=world.con)) as bench:
        select = judged_select(batch, source, bench.clock_changes)
        asked = f"explain (format json) {select.sql}"
        ((_, plan),) = world.con.execute(asked, select.values).fetchall()

    assert operators(json.loads(plan)) == {"PROJECTION", "READ_CSV"}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES.keys())
def test_lines_are_right_in_a_file_that_is_read_in_parallel(world, source):
    start = "10/03/2026" if source.date_formats else START
    rows = [f"S{line},T{line % 97},{start},completed,{line}" for line in range(2, 400_002)]
    world.csv("sessions.csv", "session_id,tutor_id,scheduled_start,status,subject", *rows)
    world.land(source)

    assert world.ask(
        "select count(*), count(*) filter (line <> subject::int) from raw.sessions"
    ) == [(400_000, 0)]


def test_the_connection_is_left_as_it_was(world):
    world.con.execute("set preserve_insertion_order = false")
    ((limit,),) = world.ask("select current_setting('memory_limit')")
    world.land_sessions(f"S1,T1,,,{START},60,completed")

    assert world.ask("select current_setting('preserve_insertion_order')") == [(False,)]
    assert world.ask("select current_setting('memory_limit')") == [(limit,)]
    assert world.ask("select table_name from duckdb_tables() where temporary") == []
    assert world.ask("select view_name from duckdb_views() where temporary and not internal") == []


@pytest.mark.parametrize("limit", ["400.0 MiB", "1.2 GiB", "5.4 GiB"])
def test_a_limit_of_memory_stays_what_it_is_night_by_night(world, limit):
    world.con.execute(f"set memory_limit = '{float(limit.split()[0]) + 0.01} {limit.split()[1]}'")
    for night in range(3):
        world.csv(f"sessions_{night}.csv", "session_id,tutor_id,scheduled_start,status")
        world.land_sessions(f"S{night},T1,,,{START},60,completed")
    told = world.ask("select current_setting('memory_limit')")
    world.con.execute("reset memory_limit")

    assert told == [(limit,)]


def test_memory_is_bounded_while_rows_are_landed_and_never_above_what_is_allowed(world):
    told = []
    for limit in ("400.0 MiB", "8.0 GiB"):
        world.con.execute(f"set memory_limit = '{float(limit.split()[0]) + 0.01} {limit[-3:]}'")
        with workbench(world.con, Source(), Arrival(), Landed(con=world.con)) as bench:
            bench.bound_memory(0)
            told.append(world.one("select current_setting('memory_limit')"))
    world.con.execute("reset memory_limit")

    assert told == ["400.0 MiB", "1.0 GiB"]
