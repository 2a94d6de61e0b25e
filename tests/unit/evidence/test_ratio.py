"""Ratios of observed to expected: closed forms, what is learnt of a planted spread, and laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta, gamma

from tutor_reliability.evidence.mixture import Mixture, tail
from tutor_reliability.evidence.ratio import (
    ONE_KIND,
    RATIOS,
    TWO_KINDS,
    Weighed,
    bounds,
    density,
    learn,
    learn_shares,
    learn_weighed,
    scaled_odds,
    share_above,
    share_bounds,
)
from tutor_reliability.pooling import Prior

COUNTS = st.integers(0, 40).map(float)
EXPECTED = st.floats(0.01, 40)


def poisson(observed, expected) -> np.ndarray:
    """Give the log likelihood of each ratio where nothing but the ratio is unsure."""
    return observed[:, None] * np.log(RATIOS) - expected[:, None] * RATIOS


def planted(spread: Mixture, tutors: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    kind = rng.choice(len(spread.weights), tutors, p=spread.weights)
    ratio = rng.gamma(np.array(spread.shapes)[kind], 1 / np.array(spread.rates)[kind])
    expected = rng.gamma(2, 2, tutors)
    return rng.poisson(ratio * expected).astype(float), expected


def test_the_bounds_of_one_kind_are_those_of_its_gamma() -> None:
    low, high = bounds(np.array([4.0]), np.array([1.5]), ONE_KIND, confidence=0.9)
    believed = gamma(5, scale=1 / 2.5)
    assert low[0] == pytest.approx(believed.ppf(0.05), abs=1e-6)
    assert high[0] == pytest.approx(believed.ppf(0.95), abs=1e-6)


def test_a_share_is_believed_as_its_beta() -> None:
    events, trials, prior = np.array([3.0]), np.array([4.0]), Prior(late=0.5, kept=1.5)
    believed = beta(3.5, 2.5)
    assert share_above(events, trials, prior, 0.3)[0] == pytest.approx(believed.sf(0.3))
    low, high = share_bounds(events, trials, prior, confidence=0.9)
    assert (low[0], high[0]) == pytest.approx((believed.ppf(0.05), believed.ppf(0.95)))


@pytest.mark.parametrize(
    ("share", "times", "scaled"),
    [
        pytest.param(0.5, 3, 0.75, id="even odds thrice"),
        pytest.param(0.2, 1, 0.2, id="once is itself"),
        pytest.param(0.9, 100, 0.998891, id="never above one"),
        pytest.param(0.0, 3, 0.0, id="never is never"),
    ],
)
def test_odds_are_scaled(share, times, scaled) -> None:
    assert scaled_odds(share, times) == pytest.approx(scaled, abs=1e-6)


def test_weighing_ratio_by_ratio_gives_the_closed_form() -> None:
    observed, expected = np.array([0.0, 3.0, 9.0]), np.array([2.0, 1.0, 2.5])
    weighed = Weighed.of(poisson(observed, expected), density(TWO_KINDS))
    assert weighed.above(1.5) == pytest.approx(tail(observed, expected, TWO_KINDS, 1.5), abs=0.04)
    low, high = bounds(observed[2:], expected[2:], TWO_KINDS, confidence=0.9)
    ours = Weighed(weighed.weights[2:]).bounds(0.9)
    assert ours[0][0] == pytest.approx(low[0], rel=0.12)
    assert ours[1][0] == pytest.approx(high[0], rel=0.12)


@pytest.mark.parametrize("way", ["closed", "weighed"])
def test_a_planted_spread_is_learnt(way) -> None:
    truth = Mixture(weights=(0.95, 0.05), shapes=(12.0, 8.0), rates=(12.0, 1.6))
    observed, expected = planted(truth, 6_000)
    found, tutors = (
        learn(observed, expected, start=TWO_KINDS, fewest=150)
        if way == "closed"
        else learn_weighed(poisson(observed, expected), start=TWO_KINDS, fewest=150)
    )
    assert tutors == 6_000
    assert found.weights[1] == pytest.approx(0.05, abs=0.015)
    assert found.shapes[0] / found.rates[0] == pytest.approx(1.0, abs=0.05)
    assert found.shapes[1] / found.rates[1] == pytest.approx(5.0, abs=0.5)


@pytest.mark.parametrize("tutors", [149, 150])
def test_too_few_tutors_teach_nothing(tutors) -> None:
    observed, expected = planted(TWO_KINDS, tutors)
    for found, known in (
        learn(observed, expected, start=TWO_KINDS, fewest=150),
        learn_weighed(poisson(observed, expected), start=TWO_KINDS, fewest=150),
    ):
        assert (found == ONE_KIND, known) == ((True, 0) if tutors < 150 else (False, 150))


def test_where_nothing_ever_happened_nothing_is_learnt() -> None:
    assert learn(np.zeros(200), np.ones(200), start=TWO_KINDS, fewest=150) == (ONE_KIND, 0)


def test_a_handful_who_are_alike_leave_the_next_one_unsure() -> None:
    observed, expected = np.repeat([2.0, 40.0], [197, 3]), np.full(200, 2.0)
    found, _ = learn(observed, expected, start=TWO_KINDS, fewest=150)
    heavy = int(np.argmin(found.weights))
    assert found.shapes[heavy] == pytest.approx(6.0)
    assert found.shapes[heavy] / found.rates[heavy] == pytest.approx(20.0, rel=0.1)


def test_shares_of_too_few_tutors_are_as_unsure_as_two_trials() -> None:
    prior = learn_shares(np.ones(10), np.full(10, 4.0), expected=0.15, fewest=150)
    assert (prior.mean, prior.late + prior.kept) == pytest.approx((0.15, 2.0))


@settings(max_examples=25, deadline=None)
@given(observed=COUNTS, expected=EXPECTED, ratio=st.floats(0.2, 5))
def test_more_events_never_lower_the_chance_and_more_expected_never_raises_it(
    observed, expected, ratio
) -> None:
    counts = np.array([observed, observed + 1, observed])
    wanted = np.array([expected, expected, expected * 1.5])
    for chance in (
        tail(counts, wanted, TWO_KINDS, ratio),
        Weighed.of(poisson(counts, wanted), density(TWO_KINDS)).above(ratio),
    ):
        assert chance[1] >= chance[0] - 1e-9
        assert chance[2] <= chance[0] + 1e-9


@settings(max_examples=25, deadline=None)
@given(observed=COUNTS, expected=EXPECTED)
def test_bounds_hold_the_middle(observed, expected) -> None:
    counts, wanted = np.array([observed]), np.array([expected])
    low, high = bounds(counts, wanted, TWO_KINDS, confidence=0.9)
    assert tail(counts, wanted, TWO_KINDS, float(low[0])) == pytest.approx(0.95, abs=1e-4)
    assert tail(counts, wanted, TWO_KINDS, float(high[0])) == pytest.approx(0.05, abs=1e-4)
