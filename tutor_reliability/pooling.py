"""What the marketplace teaches about one tutor: empirical-Bayes shrinkage of the late rate.

A tutor with five sessions says little alone; what the others' rates look like says the rest. The
prior is a beta distribution fitted to all tutors by maximum likelihood of the beta-binomial.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import betainc, betaincinv, betaln

Floats = NDArray[np.float64]
_MOST_ALIKE = 1e6
_HALF = 32
_LOWER = (1 << _HALF) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """How late rates spread over tutors: Beta(late, kept), as if so many had been seen."""

    late: float
    kept: float

    @property
    def mean(self) -> float:
        """The marketplace's own rate."""
        return self.late / (self.late + self.kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posterior:
    """What is believed of each tutor's rate, one number a tutor."""

    mean: Floats
    low: Floats
    high: Floats
    chance_over_limit: Floats


def fit_prior(
    events: NDArray[np.int64], exposure: NDArray[np.int64], *, fallback: Prior, min_tutors: int
) -> Prior:
    """Fit the spread of late rates over tutors.

    Args:
        events: Sessions lost, one number a tutor.
        exposure: Sessions that could have been, one number a tutor.
        fallback: Used where there are too few tutors to learn from.
        min_tutors: Tutors with any exposure that a fit needs.

    Returns:
        The beta prior. The fallback is one more tutor in the fit, so that a marketplace where
        nobody was ever late does not make us certain; the strength is bounded.

    Source:
        Maximum likelihood of the beta-binomial, as in D. Robinson, Introduction to Empirical
        Bayes (2017), chapter 3.
    """
    taught = exposure > 0
    if int(taught.sum()) < min_tutors:
        return fallback
    keys, counts = np.unique(_pairs(events[taught], exposure[taught]), return_counts=True)
    x = np.append(keys >> _HALF, fallback.late).astype(np.float64)
    n = np.append(keys & _LOWER, fallback.late + fallback.kept).astype(np.float64)
    weights = np.append(counts, 1)

    def misfit(logs: Floats) -> float:
        return -float(np.sum(weights * log_likelihood(_prior(logs), x, n)))

    start_mean = (float((x * weights).sum()) + fallback.late) / (
        float((n * weights).sum()) + fallback.late + fallback.kept
    )
    start = np.array([np.log(start_mean / (1 - start_mean)), np.log(fallback.late + fallback.kept)])
    bounds = [(-14.0, 14.0), (0.0, float(np.log(_MOST_ALIKE)))]
    return _prior(minimize(misfit, start, method="L-BFGS-B", bounds=bounds).x)


def log_likelihood(prior: Prior, events: Floats, exposure: Floats) -> Floats:
    """Say how well a prior foretells each tutor's lost sessions.

    The beta-binomial log probability, but for the binomial coefficient, which no prior changes.
    """
    late, kept = prior.late + events, prior.kept + exposure - events
    found: Floats = betaln(late, kept) - betaln(prior.late, prior.kept)
    return found


def _pairs(events: NDArray[np.int64], exposure: NDArray[np.int64]) -> NDArray[np.int64]:
    """Write each pair as one number: many tutors share one, and numbers sort faster than pairs."""
    found: NDArray[np.int64] = (events.astype(np.int64) << _HALF) | exposure
    return found


def _prior(logs: Floats) -> Prior:
    """Read a prior from the log odds of its mean and the log of its strength."""
    mean, strength = 1 / (1 + np.exp(-logs[0])), np.exp(logs[1])
    return Prior(late=float(mean * strength), kept=float((1 - mean) * strength))


def posterior(
    events: NDArray[np.int64],
    exposure: NDArray[np.int64],
    *,
    prior: Prior,
    limit: float,
    credibility: float = 0.95,
) -> Posterior:
    """Update the prior with each tutor's own sessions.

    Args:
        events: Sessions lost, one number a tutor.
        exposure: Sessions that could have been, one number a tutor.
        prior: How rates spread over tutors.
        limit: The policy's limit on the rate, in (0, 1).
        credibility: Probability held by the interval, in (0, 1).

    Returns:
        Mean, interval and probability that the rate exceeds the limit, one number a tutor.
    """
    keys, where = np.unique(_pairs(events, exposure), return_inverse=True)
    late = prior.late + (keys >> _HALF)
    kept = prior.kept + (keys & _LOWER) - (keys >> _HALF)
    tail = (1 - credibility) / 2
    return Posterior(
        mean=(late / (late + kept))[where],
        low=betaincinv(late, kept, tail)[where],
        high=betaincinv(late, kept, 1 - tail)[where],
        chance_over_limit=(1 - betainc(late, kept, limit))[where],
    )
