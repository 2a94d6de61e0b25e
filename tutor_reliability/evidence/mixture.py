"""What to expect of a tutor before looking: a mixture of gamma distributions of the late rate.

Events come as Poisson of rate times exposure. Most tutors are ordinary, a few are not: with one
component the few would pull everybody's estimate, and a prior fitted to good tutors alone could
never believe three events in ten sessions.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import gammaincc, gammaln

Floats = NDArray[np.float64]

_ROUNDS = 60
_SETTLED = 1e-7
_SMALLEST = 1e-3
_LARGEST = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """Gamma components of the rate a session: weights (sum 1), shapes, and rates (sessions).

    A component's mean is `shape / rate`; it speaks with the weight of `rate` sessions.
    """

    weights: tuple[float, ...]
    shapes: tuple[float, ...]
    rates: tuple[float, ...]

    @property
    def mean(self) -> float:
        """The rate to expect of a tutor of whom nothing is known."""
        parts = zip(self.weights, self.shapes, self.rates, strict=True)
        return sum(weight * shape / rate for weight, shape, rate in parts)


def log_marginals(events: Floats, exposure: Floats, prior: Mixture) -> Floats:
    """Give the log likelihood of what was seen under each component, without its weight.

    Args:
        events: Independent cancellations, any shape.
        exposure: Sessions they could have been among, same shape.
        prior: The mixture.

    Returns:
        Same shape with one more, last axis: the component. What depends neither on the rate nor
        on how the weeks are split, the product of each week's exposure to the power of its events
        over their factorial, is left out.
    """
    events, exposure = events[..., None], exposure[..., None]
    shapes, rates = np.asarray(prior.shapes), np.asarray(prior.rates)
    after = shapes + events
    log_likelihood: Floats = (
        gammaln(after) - gammaln(shapes) + shapes * np.log(rates) - after * np.log(rates + exposure)
    )
    return log_likelihood


def responsibilities(events: Floats, exposure: Floats, prior: Mixture) -> Floats:
    """Give the probability of each component once the events are seen; last axis: component."""
    joint = log_marginals(events, exposure, prior) + np.log(prior.weights)
    weighted: Floats = np.exp(joint - np.logaddexp.reduce(joint, axis=-1, keepdims=True))
    return weighted


def tail(events: Floats, exposure: Floats, prior: Mixture, limit: float) -> Floats:
    """Give the probability that the rate is above the limit."""
    believed = responsibilities(events, exposure, prior)
    shapes, rates = posterior(events, exposure, prior)
    above: Floats = (believed * gammaincc(shapes, rates * limit)).sum(axis=-1)
    return above


def mean(events: Floats, exposure: Floats, prior: Mixture) -> Floats:
    """Give the expected rate once the events are seen."""
    shapes, rates = posterior(events, exposure, prior)
    expected: Floats = (responsibilities(events, exposure, prior) * shapes / rates).sum(axis=-1)
    return expected


def posterior(events: Floats, exposure: Floats, prior: Mixture) -> tuple[Floats, Floats]:
    """Give each component's shape and rate once the events are seen; last axis: component."""
    shapes = np.asarray(prior.shapes) + events[..., None]
    rates = np.asarray(prior.rates) + exposure[..., None]
    return shapes, rates


def fit(events: Floats, exposure: Floats, *, start: Mixture) -> Mixture:
    """Fit a mixture to many tutors by expectation and maximisation.

    Args:
        events: One figure a tutor.
        exposure: One figure a tutor, sessions; those without any are left out.
        start: Where to begin, usually the last fit: it decides how many components there are.

    Returns:
        The components by their mean, lowest first.
    """
    seen = exposure > 0
    events, exposure = events[seen], exposure[seen]
    now, before = start, -np.inf
    for _ in range(_ROUNDS):
        joint = log_marginals(events, exposure, now) + np.log(now.weights)
        total = np.logaddexp.reduce(joint, axis=-1)
        level = float(total.mean())
        if level - before < _SETTLED:
            break
        before = level
        now = _maximised(events, exposure, np.exp(joint - total[:, None]), now)
    order = sorted(range(len(now.weights)), key=lambda one: now.shapes[one] / now.rates[one])
    return Mixture(
        weights=tuple(now.weights[one] for one in order),
        shapes=tuple(now.shapes[one] for one in order),
        rates=tuple(now.rates[one] for one in order),
    )


def _maximised(events: Floats, exposure: Floats, believed: Floats, now: Mixture) -> Mixture:
    weights = np.maximum(believed.mean(axis=0), _SMALLEST)
    weights /= weights.sum()
    found = [
        _component(events, exposure, believed[:, one], now.shapes[one], now.rates[one])
        for one in range(len(now.weights))
    ]
    return Mixture(
        weights=tuple(weights.tolist()),
        shapes=tuple(shape for shape, _ in found),
        rates=tuple(rate for _, rate in found),
    )


def _component(
    events: Floats, exposure: Floats, believed: Floats, shape: float, rate: float
) -> tuple[float, float]:
    """Fit one gamma by its marginal likelihood, each tutor weighted by what is believed of it."""

    def lost(logs: Floats) -> float:
        one = Mixture(
            weights=(1.0,), shapes=(float(np.exp(logs[0])),), rates=(float(np.exp(logs[1])),)
        )
        return -float(believed @ log_marginals(events, exposure, one)[:, 0]) / len(events)

    bounds = [(np.log(_SMALLEST), np.log(_LARGEST))] * 2
    best = minimize(lost, np.log([shape, rate]), method="L-BFGS-B", bounds=bounds)
    return float(np.exp(best.x[0])), float(np.exp(best.x[1]))
