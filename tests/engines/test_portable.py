"""The models of the heavy stage say nothing that Spark would take otherwise."""

from datetime import UTC, date, datetime

import pytest
import sqlglot

from assets import sql
from tutor_reliability.engines.spark.differences import strangers
from tutor_reliability.engines.spark.translate import literal, translate

HEAVY = (
    "stage.session_facts",
    "stage.judged_sessions",
    "stage.excuse_claims",
    "core.session_outcomes",
    "core.tutor_days",
)


def found(text: str) -> list[str]:
    return strangers(sqlglot.parse_one(text, read="duckdb"))


@pytest.mark.parametrize("model", HEAVY)
def test_a_heavy_model_holds_only_what_is_listed(model) -> None:
    assert found(sql.model(model)) == []


@pytest.mark.parametrize(
    ("text", "stranger"),
    [
        ("select hash(a) from t", "hash"),
        ("select date_diff('second', a, b) from t", "DateDiff"),
        ("select epoch(a) from t", "TimeToUnix"),
        ("select dayofweek(a) from t", "DayOfWeek"),
        ("select quantile_cont(a, 0.5) from t", "PercentileCont"),
        ("select cast(a / 2 as integer) from t", "CAST(a / 2 AS INT)"),
        ("select (2.5)::bigint", "CAST((2.5) AS BIGINT)"),
        ("select a::varchar from t", "CAST(a AS TEXT)"),
        ("select a + interval 1 day from t", "INTERVAL '1' DAY"),
        ("select * from a union all by name select * from b", "union by name"),
        ("select list_transform(a, x -> x + 1) from t", "Lambda"),
        ("select a is distinct from b from t", "NullSafeNEQ"),
    ],
)
def test_a_stranger_is_recognised(text, stranger) -> None:
    assert stranger in found(text)


def test_a_model_with_a_stranger_is_refused() -> None:
    with pytest.raises(ValueError, match="hash"):
        translate("select hash(a) as a from raw.sessions", {})


def test_only_a_session_id_may_be_asked_for_in_not_in() -> None:
    with pytest.raises(ValueError, match="never to be null"):
        translate(
            "select 1 as a from raw.sessions where tutor_id not in (select t.tutor_id from t)", {}
        )


def test_a_model_says_what_it_reads_and_binds() -> None:
    text = "select a from raw.sessions as s where a = $a and b < $b"
    (told,) = translate(text, {"a": "x'", "b": 2})

    assert told.reads == ("raw.sessions",)
    assert told.sql == ("SELECT `a` FROM `raw__sessions` AS `s` WHERE `a` = 'x\\'' AND `b` < 2")


def test_a_difference_within_one_of_its_kind_is_carried_over() -> None:
    inner = "select a, len(b) as b from t qualify row_number() over (partition by a) = 1"
    outer = "select a from i qualify row_number() over (order by len([len(b)])) = 1"

    (told,) = translate(f"with i as ({inner}) {outer}", {})

    assert "QUALIFY" not in told.sql
    assert told.sql.count("`_place` = 1") == told.sql.count("SELECT * EXCEPT (`_place`)") == 2
    assert "SIZE(ARRAY(SIZE(`b`)))" in told.sql
    assert "LENGTH" not in told.sql


def test_a_parameter_that_nobody_gives_is_noticed() -> None:
    with pytest.raises(KeyError, match="known_until"):
        translate("select a from raw.sessions where b < $known_until", {})


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (True, "TRUE"),
        (date(1, 1, 1), "CAST('0001-01-01' AS DATE)"),
        (
            datetime(2026, 3, 1, 10, 0, 0, 1, tzinfo=UTC),
            "CAST('2026-03-01T10:00:00.000001+00:00' AS TIMESTAMP)",
        ),
        (["a'b", "c"], "ARRAY('a\\'b', 'c')"),
    ],
)
def test_a_value_is_written_as_spark_reads_it(value, written) -> None:
    assert literal(value).sql("spark") == written


def test_a_value_of_another_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="expected a flag"):
        literal(1.5)
