"""How many times as often as expected: what was observed beside what peers would have shown.

An observed count is Poisson of its expectation times the tutor's own ratio, and ratios spread over
tutors by a mixture of gammas around 1. Shares of a few trials have no such expectation; theirs
spread by a beta. Counts whose expectation is itself unsure are weighed ratio by ratio.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import betainc, betaincinv, digamma, gammainc, gammaln

from tutor_reliability.evidence.mixture import (
    Floats,
    Mixture,
    fit,
    posterior,
    responsibilities,
)
from tutor_reliability.pooling import Prior, fit_prior

ONE_KIND = Mixture(weights=(1.0,), shapes=(1.0,), rates=(1.0,))
"""Where a fit of one kind of tutors begins, and what to expect where there are too few to fit."""
TWO_KINDS = Mixture(weights=(0.97, 0.03), shapes=(6.0, 3.0), rates=(6.0, 0.6))
"""Alike for ordinary tutors and a few at several times the usual."""
RATIOS: Floats = np.exp(np.linspace(np.log(0.05), np.log(30.0), 64))
"""The ratios that are weighed one by one, evenly spaced in their logarithm."""

_HALVINGS = 60
_LARGEST = 1e3
_BOUND = 8.0
_RAREST = 1e-300
_LEAST_SHAPE = 6.0
_TUTORS_A_SHAPE = 4.0


def learn(
    observed: Floats, expected: Floats, *, start: Mixture, fewest: int
) -> tuple[Mixture, int]:
    """Learn how ratios spread over tutors.

    Args:
        observed: Events, one figure a tutor.
        expected: Events that peers would have shown, one figure a tutor.
        start: Where to begin; it decides how many kinds of tutors there are.
        fewest: Tutors with anything expected that a fit needs.

    Returns:
        The spread, and how many tutors it was learnt from: 0 where they were too few, and the
        spread is `ONE_KIND`.
    """
    seen = int(np.count_nonzero(expected > 0))
    if seen < fewest or not observed.any():
        return ONE_KIND, 0
    return _as_unsure(fit(observed, expected, start=start), seen), seen


def bounds(
    observed: Floats, expected: Floats, spread: Mixture, *, confidence: float
) -> tuple[Floats, Floats]:
    """Bound each tutor's ratio by the central interval of what is believed of it.

    Returns:
        Lower and upper bounds, one a tutor.
    """
    believed = responsibilities(observed, expected, spread)
    shapes, rates = posterior(observed, expected, spread)
    found = []
    for asked in ((1 - confidence) / 2, (1 + confidence) / 2):
        low, high = np.zeros(len(observed)), np.full(len(observed), _LARGEST)
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            under = (believed * gammainc(shapes, rates * middle[:, None])).sum(axis=1)
            low = np.where(under < asked, middle, low)
            high = np.where(under < asked, high, middle)
        found.append((low + high) / 2)
    return found[0], found[1]


def share_above(events: Floats, trials: Floats, prior: Prior, share: Floats | float) -> Floats:
    """Give the probability that a tutor's own share of trials is above another share."""
    above: Floats = 1.0 - betainc(prior.late + events, prior.kept + trials - events, share)
    return above


def share_bounds(
    events: Floats, trials: Floats, prior: Prior, *, confidence: float
) -> tuple[Floats, Floats]:
    """Bound each tutor's own share by the central interval of what is believed of it."""
    tail, kept = (1 - confidence) / 2, prior.kept + trials - events
    low: Floats = betaincinv(prior.late + events, kept, tail)
    high: Floats = betaincinv(prior.late + events, kept, 1 - tail)
    return low, high


def learn_shares(events: Floats, trials: Floats, *, expected: float, fewest: int) -> Prior:
    """Learn how shares spread over tutors by a beta; as unsure as two trials where they are few."""
    fallback = Prior(late=2 * expected, kept=2 * (1 - expected))
    return fit_prior(
        events.astype(np.int64), trials.astype(np.int64), fallback=fallback, min_tutors=fewest
    )


def scaled_odds(share: Floats | float, times: Floats | float) -> Floats:
    """Give the share whose odds are so many times those of a share; 0 to 1, as a share must be."""
    whole = np.asarray(share, dtype=np.float64)
    scaled: Floats = times * whole / (1.0 - whole + times * whole)
    return scaled


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is believed of each tutor's ratio: one row a tutor, one column a ratio, summing to 1."""

    weights: Floats

    @classmethod
    def of(cls, log_likelihood: Floats, spread: Floats) -> "Weighed":
        """Weigh how well each ratio foretells a tutor by how common it is."""
        best = log_likelihood.max(axis=1, keepdims=True, initial=-np.inf)
        joint = np.exp(log_likelihood - best) * spread
        return cls(joint / joint.sum(axis=1, keepdims=True))

    def above(self, ratio: float) -> Floats:
        """Give the probability that the ratio is above one."""
        more: Floats = np.minimum(self.weights[:, ratio < RATIOS].sum(axis=1), 1.0)
        return more

    @property
    def mean(self) -> Floats:
        """The ratio to expect."""
        expected: Floats = self.weights @ RATIOS
        return expected

    def bounds(self, confidence: float) -> tuple[Floats, Floats]:
        """Bound the ratio by the central interval."""
        under = np.cumsum(self.weights, axis=1)
        low = (under < (1 - confidence) / 2).sum(axis=1)
        high = (under < (1 + confidence) / 2).sum(axis=1)
        return RATIOS[low], RATIOS[np.minimum(high, len(RATIOS) - 1)]


def density(spread: Mixture) -> Floats:
    """Give how common each of the `RATIOS` is under a spread; sums to 1."""
    dense = _parts(_logs(spread)).sum(axis=0)
    common: Floats = dense / dense.sum()
    return common


def learn_weighed(log_likelihood: Floats, *, start: Mixture, fewest: int) -> tuple[Mixture, int]:
    """Learn how ratios spread over tutors from how well each ratio foretells each of them.

    Args:
        log_likelihood: One row a tutor, one column a ratio.
        start: Where to begin.
        fewest: Tutors that a fit needs.

    Returns:
        As `learn`. No kind of tutors piles up at a ratio of 0: its shape is at least 1.
    """
    if len(log_likelihood) < fewest or not np.ptp(log_likelihood, axis=1).any():
        return ONE_KIND, 0
    likely = np.exp(log_likelihood - log_likelihood.max(axis=1, keepdims=True))

    def lost(logs: Floats) -> tuple[float, Floats]:
        parts = _parts(logs)
        dense = parts.sum(axis=0)
        told = likely @ dense
        level = float(np.log(told).mean()) - float(np.log(dense.sum()))
        pull = (1.0 / told) @ likely / len(likely) - 1.0 / dense.sum()
        return -level, -((_slopes(logs) * parts) @ pull).ravel()

    first = _logs(start)
    kinds = len(start.weights)
    bounds = [(-_BOUND, _BOUND)] * kinds + [(0.0, _BOUND)] * kinds + [(-_BOUND, _BOUND)] * kinds
    found = minimize(lost, first, jac=True, method="L-BFGS-B", bounds=bounds).x
    weights, shapes, rates = np.split(found, 3)
    shares = np.exp(weights - np.logaddexp.reduce(weights))
    spread = Mixture(
        weights=tuple(shares.tolist()),
        shapes=tuple(np.exp(shapes).tolist()),
        rates=tuple(np.exp(rates).tolist()),
    )
    return _as_unsure(spread, len(log_likelihood)), len(log_likelihood)


def _as_unsure(spread: Mixture, tutors: int) -> Mixture:
    """Let no kind of tutors be more alike than so many of them can show, each at the mean it has.

    A handful of them happen to be alike; that is no reason to know the next one to the last digit.
    """
    kept = [
        min(1.0, max(_LEAST_SHAPE, weight * tutors / _TUTORS_A_SHAPE) / shape)
        for weight, shape in zip(spread.weights, spread.shapes, strict=True)
    ]
    return Mixture(
        weights=spread.weights,
        shapes=tuple(one * part for one, part in zip(spread.shapes, kept, strict=True)),
        rates=tuple(one * part for one, part in zip(spread.rates, kept, strict=True)),
    )


def _logs(one: Mixture) -> Floats:
    logs: Floats = np.log(np.array(one.weights + one.shapes + one.rates))
    return logs


def _parts(logs: Floats) -> Floats:
    """Give how common each ratio is in each kind of tutors, but for a factor; one row a kind."""
    weights, shapes, rates = (part[:, None] for part in np.split(logs, 3))
    shape, rate = np.exp(shapes), np.exp(rates)
    found = weights + shape * (np.log(RATIOS) + rates) - rate * RATIOS - gammaln(shape)
    common: Floats = np.maximum(np.exp(found), _RAREST)
    return common


def _slopes(logs: Floats) -> Floats:
    """Give the slope of the logarithm of `_parts` along each of `logs`: what, kind, ratio."""
    _, shapes, rates = (part[:, None] for part in np.split(logs, 3))
    shape, rate = np.exp(shapes), np.exp(rates)
    along_shape = shape * (np.log(RATIOS) + rates - digamma(shape))
    along_rate = shape - rate * RATIOS
    return np.stack([np.ones_like(along_shape), along_shape, along_rate])
