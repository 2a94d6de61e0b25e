"""Spark in this process gives what the warehouse gives: each difference, and whole worlds."""

from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest
import sqlglot

from tests.engines.conftest import SMALL, landed, started
from tests.models.conftest import World
from tests.models.marketplaces import apart, together, two_deliveries
from tests.models.texts_at_random import book_at_random
from tutor_reliability import sources
from tutor_reliability.engines.spark.differences import DIFFERENCES, rewritten
from tutor_reliability.night import Night

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
HOTEL = ROOT.parent / "shared" / "data" / "hotel"
LAST = date(2026, 3, 14)
MOMENT = {"moment": datetime(2026, 3, 1, 10, 0, 0, 1, tzinfo=UTC)}
ROWS = """
with row as (
    select 's1' as session_id, 'a' as who, 1 as place, null as said, {days} as day
    union all select 's1', 'b', 2, 'late', {days}
    union all select 's2', null, 3, 'late', {days}
)
"""
SUNDAY = ROWS.format(days="date '2026-11-22'")

SAID = {
    "qualify": "select row.*, case when place > 1 then 'x' else 'y' end as word from row "
    "qualify row_number() over (partition by session_id order by word, place) = 1",
    "filter within a window": "select place, max(place) filter (where said is not null) "
    "over (partition by session_id) as top from row",
    "arg_min": "select session_id, arg_min(said, (place, who)) as first_said "
    "from row group by session_id",
    "len": "select place, len(case when place = 1 then ['a', 'b'] when place = 2 then [] "
    "else null end) as parts from row",
    "isodow": "select place, isodow(day) as weekday from row",
    "epoch_us": "select place, epoch_us($moment) as micros from row",
    "fractions": "select place, epoch_us($moment) / 3600.0 as hours, coalesce(place / 3.0, 1.0) "
    "as third from row",
    "tuple in (select tuple)": "select place from row where (session_id, place) in "
    "(select (other.session_id, other.place + 1) from row as other)",
    "not in (select)": "select place from row where session_id not in "
    "(select other.session_id from row as other where other.place = 3)",
    "what sqlglot carries over": "select place, row_number() over (order by who, place) as ranked, "
    "row_number() over (order by said desc, place desc) as last, "
    "($moment at time zone 'Asia/Kathmandu')::date as day, "
    "extract(hour from $moment at time zone 'America/New_York') as hour, "
    "coalesce(regexp_matches(who, '^(a.*|c)$'), false) as begins, "
    "list_contains(['a', 'c'], who) as listed, place // 2 as half, place % 2 as odd, "
    "least(place, null, 2) as low, greatest(null, place) as high, "
    "floor((1 - place) / 2)::bigint as down, "
    "bool_or(said = 'late') over (partition by session_id) as ever, "
    "epoch_us($moment + place * interval 1 second) as later, "
    "split_part('Europe/Berlin', '/', 1) as region from row",
    "unnest": "select distinct unnest(['a', who]) as one from row",
}


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    yield from started(tmp_path_factory.mktemp("spark"), master="local[2]", conf=SMALL)


@pytest.mark.parametrize("name", SAID)
def test_a_difference_is_carried_over(spark, warehouse, name) -> None:
    text = f"{SUNDAY}{SAID[name]}"
    bound = {"moment": MOMENT["moment"]} if "$moment" in text else {}
    warehouse.con.execute("create schema if not exists stage")
    for engine in spark.of(warehouse):
        engine.stage("stage.told", text, bound)
        on_spark = warehouse.con.execute("select * from stage.told order by all").fetchall()
    here = warehouse.con.execute(f"select * from ({text}) order by all", bound).fetchall()

    assert on_spark == here
    assert len(here) > 0


def test_every_difference_is_tried_and_changes_something() -> None:
    assert {one.name for one in DIFFERENCES} <= SAID.keys()
    for one in DIFFERENCES:
        tree = sqlglot.parse_one(f"{SUNDAY}{SAID[one.name]}", read="duckdb")
        assert rewritten(tree.copy(), one.rewrite) != tree, one.name


def test_the_sample_is_judged_alike(spark, warehouse, book) -> None:
    """By one policy; by the other on a cluster."""
    terms = book("talaera")
    night = Night(as_of=landed(warehouse, ROOT / "data" / "sample"), timezone=terms.newest.timezone)

    rows = spark.judges_alike(warehouse, terms, night)

    assert rows["core.session_outcomes"] > 100_000
    assert rows["core.tutor_days"] > 50_000


@pytest.mark.skipif(not HOTEL.is_dir(), reason="the hotel log is not beside this checkout")
def test_the_hotel_log_is_judged_alike(spark, warehouse, book, tmp_path) -> None:
    source = tmp_path / "hotel.toml"
    source.write_text('name = "hotel"\nprecision = "second"\n')
    as_of = landed(warehouse, HOTEL, sources.named(str(source)))

    rows = spark.judges_alike(warehouse, book("itutor"), Night(as_of=as_of, timezone="UTC"))

    assert rows["core.session_outcomes"] == 119_390


@pytest.mark.parametrize("seed", [1, 2])
def test_any_text_judges_small_marketplaces_alike(spark, warehouse, seed) -> None:
    """Texts with caps, markets, working hours and amnesties, over all that is rare in a log."""
    rnd = Random(seed)  # noqa: S311 - repeatable, not secret
    terms = book_at_random(rnd)
    world = World(warehouse)
    log = together(apart(together(two_deliveries(rnd)), f"m{number}") for number in range(150))
    night = Night(as_of=LAST, timezone=terms.newest.timezone)
    world.deliver(log)
    world.excuse(log.excused_sessions, night=night)

    rows = spark.judges_alike(warehouse, terms, night)

    assert rows["core.session_outcomes"] > 300
