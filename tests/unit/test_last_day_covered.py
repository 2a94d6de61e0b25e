"""The last day that the logs cover is the same, whether counted night by night or at once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutor_reliability.errors import LogError
from tutor_reliability.night import last_day_covered
from tutor_reliability.warehouse import Opened, Warehouse

FIRST = datetime(2026, 3, 1, 12, tzinfo=UTC)
TABLES = ("raw.sessions", "raw.cancellations", "raw.deliveries", "raw.day_events")


@pytest.fixture(scope="module")
def opened() -> Iterator[Opened]:
    with Warehouse(None).open() as opened:
        yield opened


def land(opened: Opened, number: int, days: list[int]) -> None:
    """Land a file of sessions, one updated on each of some days."""
    opened.con.execute(
        "insert into raw.deliveries by name select $number::integer as delivery_id",
        {"number": number},
    )
    opened.con.execute(
        "insert into raw.sessions by name "
        "select unnest($times::timestamptz[]) as updated_at, $number::integer as delivery_id",
        {"times": [FIRST + timedelta(days=one) for one in days], "number": number},
    )


def empty(opened: Opened) -> None:
    for table in TABLES:
        opened.con.execute(f"delete from {table}")


def covered(opened: Opened, zone: str = "UTC") -> date | None:
    try:
        return last_day_covered(opened, zone)
    except LogError:
        return None


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.lists(st.integers(0, 5), max_size=30), min_size=1, max_size=4))
def test_night_by_night_is_all_at_once(opened, files) -> None:
    empty(opened)
    for number, days in enumerate(files):
        land(opened, number, days)
        known = covered(opened)
        opened.con.execute("delete from raw.day_events")
        assert known == covered(opened)


def test_a_lone_row_of_a_later_day_is_no_day(opened) -> None:
    empty(opened)
    land(opened, 0, [0] * 20 + [1] * 20)
    land(opened, 1, [2] * 20 + [300])
    assert covered(opened) == date(2026, 3, 3)


def test_another_zone_counts_other_days(opened) -> None:
    empty(opened)
    land(opened, 0, [0] * 20)
    assert covered(opened) == date(2026, 3, 1)
    assert covered(opened, "Pacific/Kiritimati") == date(2026, 3, 2)
    assert covered(opened) == date(2026, 3, 1)
