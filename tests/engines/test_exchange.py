"""The folder between warehouse and Spark: what is given is there, and nothing stays behind."""

from datetime import UTC, datetime
from pathlib import Path

import fsspec
import pytest

from tutor_reliability.engines.choice import IN_WAREHOUSE
from tutor_reliability.engines.opening import open_engine
from tutor_reliability.engines.spark.exchange import columns, handed_over
from tutor_reliability.errors import EngineError

TUTOR = {
    "tutor_id": "t1",
    "display_name": None,
    "joined_at": None,
    "status": None,
    "timezone": "UTC",
    "capacity": 3,
    "subjects": None,
    "known_at": datetime(2026, 3, 1, 10, 0, 0, 1, tzinfo=UTC),
    "delivery_id": 1,
    "line": 2,
    "row_hash": 0,
}


@pytest.fixture(params=["a folder", "a folder's URL", "another URL"])
def place(request, tmp_path) -> str:
    folder = str(tmp_path / "it's here")
    return {"a folder": folder, "a folder's URL": f"file://{folder}"}.get(
        request.param, "memory://here"
    )


def test_what_is_given_can_be_taken_back(warehouse, place) -> None:
    warehouse.add("raw.tutors", [TUTOR])
    with handed_over(warehouse, place) as exchange:
        exchange.give("raw.tutors", "01.raw.tutors")
        exchange.give("raw.tutors", "02.raw.tutors", empty=True)

        assert exchange.take("stage.none", "02.raw.tutors") == 0
        assert exchange.take("stage.one", "01.raw.tutors") == 1
        taken = warehouse.con.execute("select * from stage.one").fetchall()
        assert taken == warehouse.con.execute("select * from raw.tutors").fetchall()


def test_of_a_table_only_the_columns_that_are_asked_for_are_given(warehouse, tmp_path) -> None:
    warehouse.add("raw.tutors", [TUTOR])
    with handed_over(warehouse, str(tmp_path)) as exchange:
        exchange.give("raw.tutors", "01.raw.tutors", only=("timezone", "line"))

        exchange.take("stage.one", "01.raw.tutors")
        assert warehouse.con.execute("select * from stage.one").fetchall() == [("UTC", 2)]


def test_a_stage_table_of_the_warehouse_makes_way(warehouse, tmp_path) -> None:
    warehouse.con.execute("create table stage.one as select 7 as a")
    with handed_over(warehouse, str(tmp_path)) as exchange:
        exchange.give("raw.tutors", "01.raw.tutors")

        assert exchange.take("stage.one", "01.raw.tutors") == 0
        exchange.forget("stage.one")
    assert warehouse.con.execute("from duckdb_views() where schema_name = 'stage'").fetchall() == []


def test_only_its_own_folder_is_emptied_and_removed(warehouse, tmp_path) -> None:
    (tmp_path / "theirs").touch()
    with handed_over(warehouse, str(tmp_path)) as exchange:
        left = Path(exchange.ours)
        (left / "left").touch()
        with handed_over(warehouse, str(tmp_path)) as again:
            assert Path(again.ours) == left
            assert [*left.iterdir()] == []

    assert [one.name for one in tmp_path.iterdir()] == ["theirs"]


def test_spark_is_told_that_a_folder_is_on_no_file_system_of_its_cluster(
    warehouse, tmp_path
) -> None:
    with handed_over(warehouse, str(tmp_path)) as exchange:
        assert exchange.path("01.raw.tutors") == f"file://{exchange.ours}/01.raw.tutors"


def test_nothing_stays_behind_at_a_url(warehouse) -> None:
    with handed_over(warehouse, "memory://here") as exchange:
        exchange.give("raw.tutors", "01.raw.tutors")
        assert fsspec.filesystem("memory").find("here") != []

    assert fsspec.filesystem("memory").find("here") == []


def test_a_url_that_nobody_can_read_is_refused_in_one_line(warehouse) -> None:
    with (
        pytest.raises(EngineError, match=r"^moon://sea/exchange-.*moon.*expected a folder"),
        handed_over(warehouse, "moon://sea"),
    ):
        pass


def test_spark_is_told_the_types_of_the_contract() -> None:
    assert columns("core.stale_days") == "`tutor_id` STRING, `day` DATE"
    assert columns("core.stale_days", ("day",)) == "`day` DATE"
    assert "`excused_from` ARRAY<STRING>" in columns("core.session_outcomes")
    assert "`settles_at` TIMESTAMP" in columns("core.session_outcomes")


def test_what_a_killed_run_left_is_let_go_by_the_next_on_any_engine(warehouse) -> None:
    warehouse.con.execute("create view stage.session_facts as select 1 as gone")
    with open_engine(warehouse, IN_WAREHOUSE) as engine:
        assert engine.stage("stage.session_facts", "select 2 as a", {}) == 1
