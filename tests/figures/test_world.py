"""The world that the pages are tried on keeps the contracts of the real one."""

from pathlib import Path

import polars as pl
import pytest

from tests.figures.world import World, broken_promises, publish


@pytest.mark.parametrize("gate", ["green", "amber", "red"])
def test_the_world_keeps_the_contracts(tmp_path, gate):
    folder = publish(World(tutors=60, gate=gate, hostile=True), tmp_path)

    assert broken_promises(folder) == []


def test_a_broken_world_is_recognised(tmp_path):
    folder = publish(World(tutors=3, nights=1), tmp_path)
    path: Path = folder / "marts" / "mart.tutors.parquet"
    tutors = pl.read_parquet(path)
    pl.concat([tutors, tutors]).write_parquet(path)

    assert broken_promises(folder) == ["mart.tutors: key ('tutor_id',): 3 rows"]
