"""A real log, judged exactly as two independent computations did."""

import csv
import gzip
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from assets import sql
from tutor_reliability.landing import land
from tutor_reliability.night import Night, last_day_covered
from tutor_reliability.nights import arrival_of, settle_arrivals
from tutor_reliability.outcomes_build import refresh_outcomes, refresh_tutor_days, write_policy
from tutor_reliability.policy import load
from tutor_reliability.sources import Source
from tutor_reliability.warehouse import Warehouse

HOTEL = Path(__file__).parents[3] / "shared" / "data" / "hotel"

pytestmark = pytest.mark.skipif(
    not HOTEL.is_dir(), reason="the hotel log is not beside this checkout"
)


@contextmanager
def whole_night(home: Path, run: Callable) -> Generator[duckdb.DuckDBPyConnection]:
    """Run the night by the command, with its checks and pages."""
    source = home / "hotel.toml"
    source.write_text('name = "hotel"\nprecision = "second"\n')
    ended = run("run", "--logs", HOTEL, "--home", home, "--source", source)
    assert ended.code == 0, ended.err
    with duckdb.connect(str(home / "warehouse.duckdb")) as con:
        yield con


@contextmanager
def judged(home: Path, _: Callable) -> Generator[duckdb.DuckDBPyConnection]:
    """Take the steps of that night from files to tutor days, and no others."""
    policy = load("itutor")
    with Warehouse(home / "warehouse.duckdb").open() as opened:
        arrival = arrival_of(opened, asked=None, timezone=policy.timezone)
        landed = land(
            opened.con, HOTEL, source=Source(name="hotel", precision="second"), arrival=arrival
        )
        night = Night(as_of=last_day_covered(opened, policy.timezone), timezone=policy.timezone)
        settle_arrivals(opened, landed, night)
        write_policy(opened, policy)
        refresh_outcomes(opened, sql.model, policy=policy, night=night, rules="same")
        refresh_tutor_days(opened, sql.model, night=night)
        yield opened.con


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(judged, id="judged"),
        pytest.param(whole_night, id="whole night", marks=pytest.mark.slow),
    ],
)
def outcomes(request, tutor_reliability, tmp_path_factory) -> Iterator[duckdb.DuckDBPyConnection]:
    with request.param(tmp_path_factory.mktemp("hotel"), tutor_reliability) as con:
        yield con


def reference() -> dict[str, dict[str, str]]:
    with gzip.open(HOTEL / "reference.csv.gz", "rt") as file:
        rows = [row for row in csv.DictReader(file) if row["basis"] == "clean"]
    return {row["tutor_id"]: row for row in rows if row["scope"] in ("overall", "tutor")}


COUNTS = {
    "scheduled": "count(*)",
    "completed": "count(*) filter (where event = 'completed')",
    "cancelled": "count(*) filter (where event = 'cancelled')",
    "no_show_student": "count(*) filter (where event = 'no_show_student')",
    "no_show_tutor": "count(*) filter (where event = 'no_show')",
    "unknown_notice": "count(*) filter (where notice = 'unknown')",
    "after_start": "count(*) filter (where notice_hours < 0)",
    "exactly24h": "count(*) filter (where notice_hours = 24)",
    "cancelled_tutor": "count(*) filter (where event = 'cancelled' and blame = 'tutor')",
    "cancelled_student": "count(*) filter (where event = 'cancelled' and blame = 'student')",
    "cancelled_platform": "count(*) filter (where event = 'cancelled' and blame = 'platform')",
    "late24_tutor": "count(*) filter (where is_late and blame = 'tutor')",
    "late24_student": "count(*) filter (where is_late and blame = 'student')",
    "late24_platform": "count(*) filter (where is_late and blame = 'platform')",
    "late24_any": "count(*) filter (where is_late)",
    "late48_tutor": "count(*) filter (where notice_hours < 48 and blame = 'tutor')",
    "late48_any": "count(*) filter (where notice_hours < 48)",
    "late72_tutor": "count(*) filter (where notice_hours < 72 and blame = 'tutor')",
    "late72_any": "count(*) filter (where notice_hours < 72)",
}


def counted(con: duckdb.DuckDBPyConnection, group: str) -> dict[str, dict[str, int]]:
    listed = ", ".join(f"{sql} as {name}" for name, sql in COUNTS.items())
    cursor = con.execute(f"select {group} as tutor, {listed} from core.session_outcomes group by 1")
    names = [one[0] for one in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {row.pop("tutor"): row for row in rows}


def test_the_whole_log_has_the_totals_of_the_reference(outcomes) -> None:
    totals = counted(outcomes, "'*'")["*"]
    assert totals == {name: int(reference()["*"][name]) for name in COUNTS}
    assert (totals["late24_any"], totals["late24_tutor"], totals["scheduled"]) == (
        881,
        417,
        119_390,
    )


def test_each_provider_has_the_counts_of_the_reference(outcomes) -> None:
    expected = {
        tutor: {name: int(row[name]) for name in COUNTS}
        for tutor, row in reference().items()
        if tutor != "*"
    }
    assert len(expected) == 671
    assert counted(outcomes, "tutor_id") == expected


def test_tutor_days_add_up_to_the_same(outcomes) -> None:
    row = outcomes.execute(
        "select sum(booked)::bigint, sum(cancelled_late)::bigint from core.tutor_days"
    ).fetchone()
    assert row == (119_390, 417)
