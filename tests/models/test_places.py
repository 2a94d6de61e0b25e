"""Rows of a long table are found by their places, however scattered they stand."""

from itertools import pairwise
from random import Random

import pytest

from tutor_reliability import places, row_numbers
from tutor_reliability.warehouse import Warehouse

ROWS = 40_000


@pytest.fixture(scope="module")
def opened():
    """Forty thousand versions of half as many sessions, the later ones at the end."""
    with Warehouse(None).open() as opened:
        opened.con.execute(
            "insert into raw.sessions by name select 'S' || (n % $ids) as session_id, "
            "'U' || n as student_id, n as line, 1 as delivery_id from range($rows) as every(n) "
            "order by n",
            {"rows": ROWS, "ids": ROWS // 2},
        )
        places.bring(opened)
        yield opened


@pytest.mark.parametrize("asked", [0, 1, 7, 300, 5_000])
@pytest.mark.parametrize("among", [ROWS // 2, 400])
def test_every_version_of_what_is_asked_for_is_copied_once(
    opened, monkeypatch, asked, among
) -> None:
    monkeypatch.setattr(row_numbers, "_ONE_BY_ONE", 5)
    monkeypatch.setattr(row_numbers, "VECTOR", 32)
    drawn = Random(asked)  # noqa: S311 -- which rows, nothing secret
    wanted = {drawn.randrange(among) for _ in range(asked)}
    ids = f"select 'S' || unnest({sorted(wanted)}::integer[]) as session_id"

    places.copy(opened, "sessions", "session_id", ids, into="found")

    found = [line for (line,) in opened.con.execute("select line from found").fetchall()]
    assert sorted(found) == sorted([*wanted, *(one + ROWS // 2 for one in wanted)])


def test_spans_part_the_table_and_hold_few_rows_each(opened, monkeypatch) -> None:
    monkeypatch.setattr(row_numbers, "_ONE_BY_ONE", 5)
    monkeypatch.setattr(row_numbers, "VECTOR", 32)
    ids = "select 'S' || unnest(range(0, 5000, 97)) as session_id"

    places.copy(opened, "sessions", "session_id", ids, into="found")

    spans = row_numbers.spans(opened, "near_places")
    assert len(spans) > 10
    assert all(last + 1 == first for (_, last), (first, _) in pairwise(spans))
    assert spans[-1][1] == opened.row("select max(row_number) from near_places")[0]
    for first, last in spans[:-1]:
        (held,) = opened.row(
            f"select count(*) from near_places where row_number between {first} and {last}"
        )
        assert 0 < held <= 5


@pytest.mark.parametrize(
    ("apart", "spans"),
    [pytest.param(31, 1, id="closer than a vector"), pytest.param(33, 3, id="farther")],
)
def test_rows_that_stand_close_at_the_end_are_read_in_one_go(opened, monkeypatch, apart, spans):
    monkeypatch.setattr(row_numbers, "_ONE_BY_ONE", 5)
    monkeypatch.setattr(row_numbers, "VECTOR", 32)
    opened.con.execute(
        "create or replace temp table numbers as "
        f"select 1000 + {apart} * unnest(range(10)) as row_number"
    )

    assert len(row_numbers.spans(opened, "numbers")) == spans


def test_of_no_rows_there_is_no_span(opened):
    opened.con.execute("create or replace temp table numbers as select 1 as row_number limit 0")

    assert row_numbers.spans(opened, "numbers") == []
