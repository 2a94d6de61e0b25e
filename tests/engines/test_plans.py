"""What Spark is spared leaves a model's rows as they are: parts put down, questions answered."""

import pytest
import sqlglot

from assets import sql
from tutor_reliability.engines.spark.plans import CUTS, cut, spare
from tutor_reliability.engines.spark.translate import translate

MODELS = {"stage.session_outcomes": "core.session_outcomes"}
"""What a model is called, where a stage table is made by another's."""
TOUCHED = "WITH touched AS (SELECT session_id FROM stage.touched_sessions) "
FULL = "SELECT touched.session_id FROM touched"


def spared(text: str, *, whole: bool) -> str:
    return spare(sqlglot.parse_one(text, read="duckdb"), whole=whole).sql("duckdb")


def divided(text: str, name: str) -> tuple[str, str]:
    part, rest = cut(sqlglot.parse_one(text, read="duckdb"), name)
    return part.sql("duckdb"), rest.sql("duckdb")


@pytest.mark.parametrize("made", CUTS)
def test_a_model_is_divided_at_each_part_that_is_listed_and_reads_it_once_it_is_there(made) -> None:
    class Anything(dict):
        def __missing__(self, name: str) -> bool:
            return True

    told = translate(sql.model(MODELS.get(made, made)), Anything(), makes=made, whole=True)

    assert [one.makes for one in told] == [*(f"cut.{name}" for name in CUTS[made]), made]
    there = set()
    for one in told:
        assert {table for table in one.reads if table.startswith("cut.")} <= there
        there.add(one.makes)
    assert {table for one in told for table in one.reads} >= there - {made}


def test_a_part_is_put_down_with_what_it_is_made_of_and_named_as_before() -> None:
    text = (
        "with a as (select x from raw.t), b as (select x from a), c as (select x from raw.u) "
        "select b.x, d.x from b inner join b as d on b.x = d.x cross join c"
    )

    part, rest = divided(text, "b")

    assert part == "WITH a AS (SELECT x FROM raw.t), b AS (SELECT x FROM a) SELECT * FROM b"
    assert rest == (
        "WITH c AS (SELECT x FROM raw.u) SELECT b.x, d.x FROM cut.b AS b "
        "INNER JOIN cut.b AS d ON b.x = d.x CROSS JOIN c"
    )


def test_a_table_of_the_warehouse_with_the_name_of_a_part_stays_that_table() -> None:
    part, rest = divided("with t as (select x from raw.t) select x from t", "t")

    assert part == "WITH t AS (SELECT x FROM raw.t) SELECT * FROM t"
    assert rest == "SELECT x FROM cut.t AS t"


def test_a_part_that_the_model_has_not_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^c: is no part of the model; expected one of a$"):
        divided("with a as (select 1 as x) select x from a", "c")


def test_where_all_is_judged_what_has_an_id_is_touched() -> None:
    asked = f"{TOUCHED}SELECT a FROM raw.t WHERE NOT a IN ({FULL}) AND b IN ({FULL})"

    assert spared(asked, whole=True) == (
        "SELECT a FROM raw.t WHERE NOT (NOT a IS NULL) AND (NOT b IS NULL)"
    )


def test_what_is_touched_is_asked_on_every_other_night() -> None:
    text = f"{TOUCHED}SELECT a FROM raw.t WHERE a IN ({FULL})"

    assert spared(text, whole=False) == text


def test_only_some_that_are_touched_are_still_asked_for() -> None:
    text = f"{TOUCHED}SELECT a FROM raw.t WHERE a IN ({FULL} WHERE session_id > 1)"

    assert spared(text, whole=True) == text


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("select t.a, count(*) as n from raw.t as t group by t.a", {"a", "n", "t", "raw"}),
        ("with b as (select a from raw.t) select * from b", {"a", "b", "t", "raw"}),
        ("select t.* from raw.t as t", set()),
        ("with b as (select * from raw.t) select a from b", set()),
        ("with b as (select a from raw.u) select b.a, t.* from b join raw.t as t using (a)", set()),
    ],
)
def test_what_is_handed_over_is_what_is_named_or_all_where_a_star_takes_it(text, named) -> None:
    (told,) = translate(text, {})

    assert told.names == frozenset(named)
