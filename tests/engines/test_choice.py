"""Which engine is meant: what is missing is said in one line, before anything runs."""

import pytest

from pipelines.cli import main
from tutor_reliability.engines.choice import IN_WAREHOUSE, Choice, check
from tutor_reliability.engines.spark.session import EXACT, settings
from tutor_reliability.errors import EngineError, UsageError

HERE = Choice(name="spark", master="local[2]", java="/usr/bin/java")


def test_the_warehouse_needs_nothing() -> None:
    check(IN_WAREHOUSE, finds=lambda _: None)


def test_an_engine_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="'flink' is none, expected duckdb or spark"):
        check(Choice(name="flink"))


def test_a_missing_extra_is_named() -> None:
    with pytest.raises(EngineError, match=r"pyspark and sqlglot not installed.*requirements-spark"):
        check(HERE, finds=lambda _: None)


def test_missing_java_is_named() -> None:
    with pytest.raises(EngineError, match=r"no java.*Java 17 or later.*openjdk-17-jre-headless"):
        check(Choice(name="spark"), finds=lambda _: "there")


def test_a_run_without_java_ends_with_the_code_of_its_class(monkeypatch, capsys, tmp_path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    assert main(["run", "--engine", "spark", "--home", str(tmp_path)]) == EngineError.exit_code
    assert capsys.readouterr().err.startswith("tutor-reliability: --engine spark: ")
    assert [*tmp_path.iterdir()] == []


def test_a_setting_that_sets_nothing_is_refused(capsys) -> None:
    assert main(["run", "--spark-conf", "spark.executor.memory"]) == UsageError.exit_code
    assert "'spark.executor.memory' sets nothing" in capsys.readouterr().err


def test_what_the_tables_depend_on_cannot_be_set_otherwise() -> None:
    zone = Choice(name="spark", conf=(("spark.sql.session.timeZone", "Asia/Tokyo"),))

    with pytest.raises(EngineError, match=r"spark\.sql\.session\.timeZone: is set by us"):
        settings(zone, "/folder")


def test_on_this_machine_nothing_listens_to_others() -> None:
    for master in ("local[*]", "spark://127.0.0.1:7077"):
        told = settings(Choice(name="spark", master=master), "/folder")
        assert told["spark.driver.bindAddress"] == told["spark.driver.host"] == "127.0.0.1"
        assert told["spark.ui.enabled"] == "false"


def test_a_cluster_says_itself_where_the_driver_is_and_how_wide_it_works() -> None:
    told = settings(Choice(name="spark", master="yarn"), "/folder")

    assert (
        told.keys()
        & {
            "spark.driver.host",
            "spark.driver.bindAddress",
            "spark.sql.shuffle.partitions",
            "spark.local.dir",
        }
        == set()
    )
    assert EXACT.items() <= told.items()


def test_what_is_asked_for_wins_over_our_defaults() -> None:
    asked = (("spark.sql.shuffle.partitions", "2"), ("spark.driver.extraJavaOptions", "-Dours=1"))
    told = settings(Choice(name="spark", conf=asked), "/folder")

    assert told["spark.sql.shuffle.partitions"] == "2"
    assert told["spark.driver.extraJavaOptions"].startswith('"-Dlog4j2.configurationFile=')
    assert told["spark.driver.extraJavaOptions"].endswith(" -Dours=1")
