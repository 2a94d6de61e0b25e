"""Small worlds work; arguments that cannot be meant are refused by name."""

from datetime import date

import polars as pl
import pytest

from tutor_reliability.errors import UsageError
from tutor_reliability.simulate import simulate


@pytest.mark.parametrize("layout", ["single", "daily"])
@pytest.mark.parametrize(
    "seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3))]
)
@pytest.mark.parametrize(("tutors", "days"), [(1, 1), (1, 2), (2, 30), (30, 3)])
def test_small_worlds_have_all_logs(make_world, tutors, days, seed, layout):
    world = make_world(tutors=tutors, days=days, seed=seed, layout=layout)

    assert len(world.truth()) == tutors
    assert world.log("tutors")["tutor_id"].n_unique() == tutors
    for log in ("sessions", "cancellations"):
        assert len(world.log(log)) == world.summary.rows[log]


def test_a_world_can_end_in_a_leap_year(make_world):
    world = make_world(tutors=2, days=3, until=date(2028, 3, 1))

    last = world.log("sessions")["scheduled_start"].str.head(10).max()
    assert "2028-02-28" <= last <= "2028-03-15"


@pytest.mark.parametrize(
    ("argument", "words"),
    [
        ({"tutors": 0}, "simulate: tutors is 0: expected 1 to "),
        ({"days": 0}, "simulate: days is 0: expected 1 to "),
        ({"days": -5}, "simulate: days is -5: expected 1 to "),
        ({"seed": -1}, "simulate: seed is -1: expected 0 to "),
        ({"until": date(1999, 12, 31)}, "simulate: until is 1999-12-31: expected 2001-01-01 to "),
        ({"layout": "weekly"}, "simulate: layout is 'weekly': expected single or daily"),
    ],
)
def test_bad_arguments_are_refused_and_nothing_is_written(tmp_path, argument, words):
    with pytest.raises(UsageError, match=words):
        simulate(tmp_path / "logs", **argument)

    assert list(tmp_path.iterdir()) == []


def test_a_file_is_no_folder_to_write_to(tmp_path):
    file = tmp_path / "logs"
    file.write_text("mine")

    with pytest.raises(UsageError, match="is a file"):
        simulate(file, tutors=1, days=1)
    assert file.read_text() == "mine"


@pytest.mark.parametrize(
    ("before", "after"), [("single", "daily"), ("daily", "single"), ("daily", "daily")]
)
def test_logs_of_two_layouts_are_never_mixed(make_world, before, after):
    world = make_world(tutors=1, days=2, layout=before)
    kept = world.bytes()

    with pytest.raises(UsageError, match="holds logs already"):
        simulate(world.out, tutors=1, days=2, seed=8, layout=after)
    assert world.bytes() == kept


def test_single_files_are_written_over(make_world):
    world = make_world(tutors=1, days=2)
    simulate(world.out, tutors=2, days=2)

    assert world.truth()["tutor_id"].to_list() == ["t00001", "t00002"]
    assert len(world.log("tutors").filter(pl.col("status") == "active")) == 2
