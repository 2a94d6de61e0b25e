"""The bounds of a current rate are where halving leads, to the last bit, whatever the mixture."""

import numpy as np
import pytest
from scipy.special import gammainc

from tutor_reliability.evidence.believed import Believed
from tutor_reliability.evidence.mixture import Mixture, posterior, responsibilities

PRIOR = Mixture(weights=(0.95, 0.05), shapes=(3.2, 6.6), rates=(203.0, 53.0))
WEEKS = 26
HALVINGS = 22


def drawn(seed: int, rows: int = 60) -> tuple[np.ndarray, ...]:
    """Draw events, load and how likely each week is the first of the current rate."""
    draw = np.random.default_rng(seed)
    load = np.cumsum(draw.gamma(1.0, 6.0, (rows, WEEKS)), axis=1)
    events = np.cumsum(draw.poisson(draw.choice([0.01, 0.3, 2.0], (rows, WEEKS))), axis=1)
    weights = draw.dirichlet(np.full(WEEKS, draw.choice([0.02, 1.0])), rows)
    return events.astype(float), load, weights


def by_halving(
    events: np.ndarray, load: np.ndarray, weights: np.ndarray, share: float
) -> np.ndarray:
    believed = weights[..., None] * responsibilities(events, load, PRIOR)
    believed = np.where(believed > 1e-6, believed, 0.0)
    shapes, rates = posterior(events, load, PRIOR)
    low, high = np.zeros(len(events)), np.ones(len(events))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = (believed * gammainc(shapes, rates * middle[:, None, None])).sum(axis=(1, 2))
        is_low = below < share * believed.sum(axis=(1, 2))
        low, high = np.where(is_low, middle, low), np.where(is_low, high, middle)
    return (low + high) / 2


@pytest.mark.parametrize("share", [0.01, 0.05, 0.5, 0.95, 0.999])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_bound_is_where_halving_leads(seed, share) -> None:
    events, load, weights = drawn(seed)
    found = Believed.of(events, load, weights, PRIOR).below(share)
    assert found.tolist() == by_halving(events, load, weights, share).tolist()


def test_nobody_has_no_bounds() -> None:
    nothing = np.zeros((0, WEEKS))
    assert Believed.of(nothing, nothing, nothing, PRIOR).below(0.5).tolist() == []
