"""Groups against what their sessions would give; small ones stay hidden, and are counted."""

import polars as pl
import pytest

from dashboards.fairness import DIMENSIONS, compare, grouped, hidden


def tutors(*parts) -> pl.DataFrame:
    """Give tutors of a zone, with so many sessions each, of whom so many are flagged."""
    rows = [
        {
            "tutor_id": f"{zone}-{sessions}-{number}",
            "sessions": float(sessions),
            "odd_share": 0.2,
            "subject": "Physics",
            "zone": zone,
            "tenure_days": 400,
            "by_any_rule": number < flagged,
            "by_evidence": False,
        }
        for zone, sessions, count, flagged in parts
        for number in range(count)
    ]
    return grouped(pl.DataFrame(rows))


def row(frame: pl.DataFrame, group: str) -> dict:
    return frame.row(by_predicate=pl.col("group") == group, named=True)


def test_a_group_that_only_teaches_more_is_not_apart() -> None:
    """Both zones are flagged alike at each number of sessions; one teaches more."""
    world = tutors(
        ("Europe", 150, 80, 16), ("Europe", 30, 20, 1), ("Asia", 150, 20, 4), ("Asia", 30, 80, 4)
    )
    found = compare(world, "zone", "by_any_rule")
    europe, asia = row(found, "Europe"), row(found, "Asia")

    assert (europe["rate"], asia["rate"]) == (0.17, 0.08)
    assert europe["expected"] == pytest.approx(17)
    assert (europe["ratio"], asia["ratio"]) == (pytest.approx(1), pytest.approx(1))


def test_a_group_that_is_flagged_more_at_the_same_sessions_is_apart() -> None:
    found = compare(tutors(("Europe", 50, 200, 4), ("Asia", 50, 100, 26)), "zone", "by_any_rule")
    asia = row(found, "Asia")

    assert asia["expected"] == pytest.approx(10)
    assert asia["ratio"] == pytest.approx(2.6)
    assert asia["ratio_low"] > 1


@pytest.mark.parametrize(("count", "is_shown"), [(9, False), (10, True)])
def test_a_group_of_fewer_than_ten_is_hidden_and_counted(count, is_shown) -> None:
    world = tutors(("Europe", 50, 30, 3), ("Asia", 50, count, 1))

    assert ("Asia" in compare(world, "zone", "by_any_rule")["group"]) == is_shown
    assert hidden(world, "zone") == ((0, 0) if is_shown else (1, count))


def test_volume_has_rates_and_no_ratio() -> None:
    found = compare(tutors(("Europe", 9, 20, 0), ("Europe", 10, 20, 5)), "volume", "by_any_rule")

    assert found["group"].to_list() == ["1 to 9", "10 to 24"]
    assert found["ratio"].to_list() == [None, None]
    assert found["rate"].to_list() == [0.0, 0.25]


def test_bands_are_in_their_order_and_unknown_is_a_group() -> None:
    world = tutors(("Europe", 50, 40, 4)).with_columns(
        tenure_days=pl.Series([89] * 10 + [90] * 10 + [1095] * 10 + [None] * 10)
    )
    found = compare(grouped(world), "tenure", "by_any_rule")

    assert set(found["group"]) == {
        "under 90 days",
        "90 days to a year",
        "over 3 years",
        "not known",
    }


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_nobody_flagged_and_nobody_there_break_nothing(dimension) -> None:
    world = tutors(("Europe", 50, 12, 0), ("Asia", 50, 12, 0))

    assert compare(world, dimension, "by_evidence")["ratio"].null_count() > 0
    assert compare(world.clear(), dimension, "by_evidence").is_empty()
    assert hidden(world.clear(), dimension) == (0, 0)
