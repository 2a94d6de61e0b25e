"""Posterior of the mixture and of the change: the reference vectors, and what must always hold."""

import json
from pathlib import Path

import numpy as np
import pytest

from tutor_reliability.evidence.change import current_rates, intervals
from tutor_reliability.evidence.mixture import Mixture, mean, responsibilities, tail

VECTORS = Path(__file__).parents[2] / "vectors"
MIXTURE = json.loads((VECTORS / "gamma_mixture_posterior.json").read_text())
CHANGE = json.loads((VECTORS / "single_change_point.json").read_text())


def change_anywhere(hazard: float, weeks: int):
    """Expect one change, in any week alike, as the reference does; the last is "no change"."""
    starts = np.full(weeks, hazard)
    starts[-1] = 1.0 - hazard * (weeks - 1)
    return starts


def prior_of(rows) -> Mixture:
    weights, shapes, rates = zip(*rows, strict=True)
    return Mixture(weights=weights, shapes=shapes, rates=rates)


@pytest.mark.parametrize("row", MIXTURE["rows"], ids=lambda row: f"{row['x']} in {row['E']}")
def test_the_posterior_of_the_mixture_is_the_reference_one(row) -> None:
    prior = prior_of(MIXTURE["mixture"])
    events, exposure = np.array([row["x"]], float), np.array([row["E"]], float)
    assert tail(events, exposure, prior, row["limit"])[0] == pytest.approx(row["p_above"], abs=1e-7)
    assert mean(events, exposure, prior)[0] == pytest.approx(row["post_mean"], abs=1e-7)
    heavy = responsibilities(events, exposure, prior)[0, -1]
    assert heavy == pytest.approx(row["resp_bad"], abs=1e-7)


@pytest.mark.parametrize("row", CHANGE["rows"], ids=lambda row: f"{row['p_above']:.3f}")
def test_the_change_point_is_the_reference_one(row) -> None:
    weeks = (np.array([row["weeks_events"]], float), np.array([row["weeks_exposure"]], float))
    prior = prior_of(CHANGE["prior"])
    starts = change_anywhere(CHANGE["hazard"], weeks[0].shape[1])
    found = current_rates(*weeks, prior=prior, limit=CHANGE["limit"], starts=starts)
    assert found.chance_over_limit[0] == pytest.approx(row["p_above"], abs=2e-4)
    assert found.chance_of_change[0] == pytest.approx(row["p_change"], abs=2e-4)
    assert found.change_week[0] == row["change_week"]
    assert found.rate[0] == pytest.approx(row["mean_now"], abs=2e-4)
    low, high = intervals(*weeks, prior=prior, starts=starts)
    assert low[0] < found.rate[0] < high[0]
