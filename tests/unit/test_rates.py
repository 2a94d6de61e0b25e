"""Intervals and pooled rates are those that others computed, and never more certain than that."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import comb

from tutor_reliability.intervals import wilson_interval
from tutor_reliability.pooling import Prior, fit_prior, log_likelihood, posterior

VECTORS = Path(__file__).parents[1] / "vectors"
CONFINT = json.loads((VECTORS / "proportion_confint.json").read_text())
FALLBACK = Prior(late=1, kept=29)


@pytest.mark.parametrize(
    "row", CONFINT["rows"], ids=lambda row: f"{row['x']}/{row['n']}@{row['alpha']}"
)
def test_wilson_is_statsmodels(row) -> None:
    low, high = wilson_interval([row["x"]], [row["n"]], confidence=1 - row["alpha"])
    assert (float(low[0]), float(high[0])) == pytest.approx(tuple(row["wilson"]), abs=1e-9)


@pytest.mark.parametrize(("fraction", "bounds"), CONFINT["newcombe_wilson"].items())
def test_wilson_is_newcombes_table(fraction, bounds) -> None:
    x, n = map(int, fraction.split("/"))
    low, high = wilson_interval([x], [n])
    assert (float(low[0]), float(high[0])) == pytest.approx(bounds, abs=5e-5)


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_interval_holds_the_observed_rate(late, kept) -> None:
    low, high = wilson_interval([late], [late + kept])
    assert 0 <= low[0] <= high[0] <= 1
    if late + kept:
        assert low[0] <= late / (late + kept) <= high[0]


def test_more_events_than_exposure_is_refused() -> None:
    with pytest.raises(ValueError, match="exposure"):
        wilson_interval([2], [1])


@pytest.mark.parametrize("row", json.loads((VECTORS / "posterior_tail.json").read_text())["rows"])
def test_the_chance_over_the_limit_is_the_quadratures(row) -> None:
    believed = posterior(
        np.array([row["x"]]),
        np.array([row["n"]]),
        prior=Prior(late=row["alpha0"], kept=row["beta0"]),
        limit=row["limit"],
        credibility=0.9,
    )
    assert believed.chance_over_limit[0] == pytest.approx(row["quad"], abs=1e-9)
    assert believed.mean[0] == pytest.approx(row["mean"], abs=1e-9)
    assert (believed.low[0], believed.high[0]) == pytest.approx(
        (row["lo90"], row["hi90"]), abs=1e-9
    )


def test_the_likelihood_is_the_published_beta_binomial() -> None:
    with (VECTORS / "betabinom.csv").open(encoding="utf-8") as file:
        rows = [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]
    for row in rows:
        prior = Prior(late=row["a"], kept=row["b"])
        ours = log_likelihood(prior, np.array([row["k"]]), np.array([row["n"]]))[0]
        assert ours + np.log(comb(row["n"], row["k"])) == pytest.approx(row["logpmf"], abs=1e-8)


def test_the_fit_is_the_likeliest_prior_near_it() -> None:
    rng = np.random.Generator(np.random.PCG64(2))
    sessions = rng.integers(5, 200, size=500)
    late = rng.binomial(sessions, rng.beta(2.0, 60.0, size=500))
    prior = fit_prior(late, sessions, fallback=FALLBACK, min_tutors=20)

    def likelihood(late_times: float, kept_times: float) -> float:
        moved = Prior(late=prior.late * late_times, kept=prior.kept * kept_times)
        return float(log_likelihood(moved, late, sessions).sum())

    beside = [likelihood(a, b) for a in (0.9, 1, 1.1) for b in (0.9, 1, 1.1)]
    assert max(beside) == pytest.approx(likelihood(1, 1), abs=1e-9)


def test_the_fit_finds_the_spread_that_was_planted() -> None:
    rng = np.random.Generator(np.random.PCG64(1))
    sessions = rng.integers(5, 200, size=4000)
    late = rng.binomial(sessions, rng.beta(2.0, 60.0, size=4000))
    prior = fit_prior(late, sessions, fallback=FALLBACK, min_tutors=20)
    assert prior.mean == pytest.approx(2 / 62, rel=0.03)
    assert prior.late + prior.kept == pytest.approx(62, rel=0.15)


def test_too_few_tutors_teach_nothing() -> None:
    prior = fit_prior(np.array([5] * 19), np.array([9] * 19), fallback=FALLBACK, min_tutors=20)
    assert prior == FALLBACK


@pytest.mark.parametrize("late", [0, 2])
def test_a_marketplace_all_alike_makes_nobody_certain(late) -> None:
    counts, sessions = np.full(50, late), np.full(50, 10)
    prior = fit_prior(counts, sessions, fallback=FALLBACK, min_tutors=20)
    believed = posterior(counts, sessions, prior=prior, limit=0.05)
    assert np.all(np.isfinite(believed.high))
    assert believed.high[0] > 1e-4
    assert believed.low[0] < believed.mean[0] < believed.high[0]
