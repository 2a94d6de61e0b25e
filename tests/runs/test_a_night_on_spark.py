"""A whole night by the command, its heavy stage on Spark: the tables of a night without it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from benchmarks.spark.cluster import LIGHT, PATIENCE

pytestmark = pytest.mark.slow

JUDGED = ("core.session_outcomes", "core.tutor_days", "mart.assignment_eligibility")


def night(home: Path, logs: Path, *more: str) -> str:
    """Run one night to its end; gives what it said to the terminal."""
    done = subprocess.run(
        [sys.executable, "-m", "pipelines.cli", "run", "--logs", logs, "--home", home, *more],
        capture_output=True,
        text=True,
        timeout=3 * PATIENCE,
        check=False,
        env={**os.environ, "SPARK_MASTER": "local[2]"},
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_a_night_on_spark_gives_the_tables_of_a_night_without(small_logs, tmp_path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    night(here, small_logs)
    said = night(
        *(there, small_logs, "--engine", "spark"),
        *("--spark-conf", f"spark.driver.extraJavaOptions={LIGHT}"),
    )

    with duckdb.connect() as con:
        for home in (here, there):
            con.execute(f"attach '{home / 'warehouse.duckdb'}' as {home.name} (read_only)")
        for table in JUDGED:
            for one, other in (("here", "there"), ("there", "here")):
                differing = f"select * from {one}.{table} except all select * from {other}.{table}"
                assert con.execute(f"{differing} limit 3").fetchall() == [], table
        assert con.execute("select count(*) from there.core.tutor_days").fetchone()[0] > 1000
        left = "select view_name from duckdb_views() where schema_name = 'stage'"
        assert con.execute(left).fetchall() == []
    assert [one for one in there.iterdir() if one.name.startswith("exchange")] == []
    assert "WARN" not in said.replace("WARNING: Using incubator modules", "")


def test_java_is_there_for_the_tests_of_spark() -> None:
    """Nothing here is passed over where it is not: `make spark` brings it."""
    assert shutil.which("java")
