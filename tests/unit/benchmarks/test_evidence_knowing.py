"""The judge who is told the world keeps to the false flags it may cost, and finds who is bad."""

import numpy as np
import pytest

from benchmarks.evidence.figures import figures
from benchmarks.evidence.knowing import judged_knowing
from benchmarks.evidence.world import NIGHTS, World, simulate


@pytest.fixture(scope="module")
def year():
    return simulate(World(name="small"), tutors=400, seed=1)


@pytest.mark.parametrize("most", [0.0, 30.0])
def test_no_more_false_flags_than_allowed(year, most) -> None:
    flags, chance = judged_knowing(year, World(name="small"), false_flags=most)

    assert flags.shape == chance.shape == (400, NIGHTS)
    assert figures(year, flags).false_flags <= most
    assert flags[np.isin(year.kind, ["chronic"])].any()
