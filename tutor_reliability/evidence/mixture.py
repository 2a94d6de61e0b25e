"""What to expect of a tutor before looking: a mixture of gamma distributions of the late rate.

Events come as Poisson of rate times exposure. Most tutors are ordinary, a few are not: with one
component the few would pull everybody's estimate, and a prior fitted to good tutors alone could
never believe three events in ten sessions.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import digamma, gammaincc, gammaln

Floats = NDArray[np.float64]

_SMALLEST = 1e-3
_LARGEST = 1e6
_PARTS = 4


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
    return np.stack(list(of_components(events, exposure, prior)), axis=-1)


def of_components(events: Floats, exposure: Floats, prior: Mixture) -> Iterator[Floats]:
    """Give the same component by component: arrays of one piece are worked on much faster."""
    parts = (events * _PARTS).astype(np.int64)
    whole = bool((parts == events * _PARTS).all())
    numbers = np.arange(parts.max(initial=0) + 1) / _PARTS
    for shape, rate in zip(prior.shapes, prior.rates, strict=True):
        grown = gammaln(shape + numbers)[parts] if whole else gammaln(shape + events)
        known = shape * np.log(rate) - gammaln(shape)
        one: Floats = grown + known - (shape + events) * np.log(rate + exposure)
        yield one


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
    """Fit a mixture to many tutors by the likelihood of what was seen of all of them.

    Args:
        events: One figure a tutor.
        exposure: One figure a tutor, sessions; those without any are left out.
        start: Where to begin: it decides how many components there are.

    Returns:
        The components by their mean, lowest first.
    """
    seen = exposure > 0
    events, exposure = events[seen], exposure[seen]
    if not len(events):
        return start

    def lost(logs: Floats) -> tuple[float, Floats]:
        level, slope = _likelihood(events, exposure, _of_logs(logs))
        return -level / len(events), -slope / len(events)

    found = minimize(lost, _logs(start), jac=True, method="L-BFGS-B", bounds=_bounds(start))
    return _by_mean(_of_logs(found.x))


def _likelihood(events: Floats, exposure: Floats, now: Mixture) -> tuple[float, Floats]:
    """Give the log likelihood and its slope along the logarithms of `_logs`."""
    joint = log_marginals(events, exposure, now) + np.log(now.weights)
    total = np.logaddexp.reduce(joint, axis=-1)
    believed = np.exp(joint - total[:, None])
    shapes, rates = np.asarray(now.shapes), np.asarray(now.rates)
    after = shapes + events[:, None]
    whole = rates + exposure[:, None]
    along_shape = digamma(after) - digamma(shapes) + np.log(rates) - np.log(whole)
    along_rate = shapes / rates - after / whole
    slope = np.concatenate(
        (
            (believed - np.asarray(now.weights)).sum(axis=0),
            shapes * (believed * along_shape).sum(axis=0),
            rates * (believed * along_rate).sum(axis=0),
        )
    )
    return float(total.sum()), slope


def _logs(one: Mixture) -> Floats:
    logs: Floats = np.log(np.array(one.weights + one.shapes + one.rates))
    return logs


def _of_logs(logs: Floats) -> Mixture:
    weights, shapes, rates = np.split(logs, 3)
    shares = np.exp(weights - np.logaddexp.reduce(weights))
    return Mixture(
        weights=tuple(shares.tolist()),
        shapes=tuple(np.exp(shapes).tolist()),
        rates=tuple(np.exp(rates).tolist()),
    )


def _bounds(one: Mixture) -> list[tuple[float, float]]:
    parts = len(one.weights)
    least, most = float(np.log(_SMALLEST)), float(np.log(_LARGEST))
    return [(least, 0.0)] * parts + [(least, most)] * 2 * parts


def _by_mean(one: Mixture) -> Mixture:
    order = sorted(range(len(one.weights)), key=lambda part: one.shapes[part] / one.rates[part])
    return Mixture(
        weights=tuple(one.weights[part] for part in order),
        shapes=tuple(one.shapes[part] for part in order),
        rates=tuple(one.rates[part] for part in order),
    )
