"""The current rate of each tutor, where it may have changed once in the weeks looked at.

A rate over many weeks is slow to see a sudden decline, one over few sees nothing at all. Here every
week is weighed as the first of the current rate, and so is "no change": a closed form over the
last weeks alone, with no state carried from night to night.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincc

from tutor_reliability.evidence.believed import Believed
from tutor_reliability.evidence.mixture import Floats, Mixture, of_components

Weeks = tuple[Floats, Floats]
"""Events and exposure; one row a tutor, one column a week, newest first."""

_CHUNK = 20_000
_OF_NO_WEIGHT = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """What is believed of each tutor's current rate; one figure a tutor.

    Attributes:
        chance_over_limit: Probability that the current rate is above the limit.
        rate: Expected current rate, events a session.
        chance_of_change: Probability that the rate changed within the weeks.
        change_week: The likeliest first week of a new rate, given that there was one; 1 is the
            newest.
        since_week: The likeliest first week of the current rate; all weeks where none changed.
        events: Events since then.
        exposure: Sessions since then.
    """

    chance_over_limit: Floats
    rate: Floats
    chance_of_change: Floats
    change_week: NDArray[np.int64]
    since_week: NDArray[np.int64]
    events: Floats
    exposure: Floats


def last_change(hazard: float, weeks: int) -> Floats:
    """Expect a change in every week with `hazard`, of which the last one counts.

    Returns:
        The chance of each week, newest first, to be the first of the current rate; the last figure
        is "no change".
    """
    ages = np.arange(weeks)
    starts: Floats = np.where(ages < weeks - 1, hazard, 1.0) * (1.0 - hazard) ** ages
    return starts


def current_rates(  # noqa: PLR0913
    events: Floats,
    exposure: Floats,
    *,
    prior: Mixture,
    limit: float,
    starts: Floats,
    happened: Weeks | None = None,
) -> Current:
    """Judge each tutor's current rate.

    Args:
        events: One row a tutor, one column a week, newest first.
        exposure: Sessions, of the same shape.
        prior: What to expect of tutors.
        limit: The rate held against, events a session.
        starts: Chance of each week to be the first of the current rate, before looking.
        happened: Events and exposure with nothing excused: by these the weeks are weighed, so that
            an excuse for what is past can never make a change more likely. None: nothing is.

    Returns:
        One figure a tutor.

    Source:
        A single change point with conjugate segments, as in P. Fearnhead (2006), Statistics and
        Computing 16, 203-213, cut to one change; the prior is W. DuMouchel's (1999), The American
        Statistician 53(3), 177-190.
    """
    parts = []
    for at in range(0, max(len(events), 1), _CHUNK):
        rows = slice(at, at + _CHUNK)
        of_rows = (happened[0][rows], happened[1][rows]) if happened else None
        parts.append(_chunk((events[rows], exposure[rows]), of_rows, prior, limit, starts))
    names = Current.__slots__
    return Current(
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    )


def intervals(  # noqa: PLR0913
    events: Floats,
    exposure: Floats,
    *,
    prior: Mixture,
    starts: Floats,
    confidence: float = 0.9,
    happened: Weeks | None = None,
) -> tuple[Floats, Floats]:
    """Bound each tutor's current rate by the central interval of what is believed of it.

    A mixture over weeks and components has no inverse, see `believed`: for the tutors that somebody
    reads about, not for all of them.

    Args:
        events: One row a tutor, one column a week, newest first.
        exposure: Sessions, of the same shape.
        prior: What to expect of tutors.
        starts: Chance of each week to be the first of the current rate, before looking.
        confidence: Probability held by the interval, in (0, 1).
        happened: As in `current_rates`.

    Returns:
        Lower and upper bounds, one a tutor.
    """
    bounds = ((1 - confidence) / 2, (1 + confidence) / 2)
    found: list[list[Floats]] = [[], []]
    for at in range(0, max(len(events), 1), _CHUNK):
        rows = slice(at, at + _CHUNK)
        its = (events[rows], exposure[rows])
        weighed_by = (happened[0][rows], happened[1][rows]) if happened else its
        believed = Believed.of(
            *_since(its), start_weights(*_since(weighed_by), prior=prior, starts=starts), prior
        )
        for of_bound, share in zip(found, bounds, strict=True):
            of_bound.append(believed.below(share))
    return np.concatenate(found[0]), np.concatenate(found[1])


def start_weights(
    since_events: Floats, since_exposure: Floats, *, prior: Mixture, starts: Floats
) -> Floats:
    """Weigh each week as the first of the current rate; the last column is "no change".

    Args:
        since_events: One row a tutor: events from the newest week back to each.
        since_exposure: Sessions alike.
        prior: What to expect of tutors.
        starts: Chance of each week to be the first of the current rate, before looking.

    Returns:
        One row a tutor, summing to 1.
    """
    now = _log_mixture(since_events, since_exposure, prior)
    return _weighed(now, _earlier(since_events, since_exposure, prior), starts)


def _earlier(since_events: Floats, since_exposure: Floats, prior: Mixture) -> Floats:
    """Give the log likelihood of what was before each week."""
    earlier = _log_mixture(
        since_events[:, -1:] - since_events,
        np.maximum(since_exposure[:, -1:] - since_exposure, 0.0),
        prior,
    )
    earlier[:, -1] = 0.0
    return earlier


def _weighed(now: Floats, earlier: Floats, starts: Floats) -> Floats:
    logs = np.log(starts) + now + earlier
    weighted: Floats = np.exp(logs - logs.max(axis=1, keepdims=True))
    weighted /= weighted.sum(axis=1, keepdims=True)
    return weighted


def _log_mixture(events: Floats, exposure: Floats, prior: Mixture) -> Floats:
    return _log_sum(_log_joints(events, exposure, prior))


def _log_joints(events: Floats, exposure: Floats, prior: Mixture) -> list[Floats]:
    """Give the log likelihood under each component with its weight, one array a component."""
    parts = zip(prior.weights, of_components(events, exposure, prior), strict=True)
    return [one + np.log(weight) for weight, one in parts]


def _log_sum(parts: Sequence[Floats]) -> Floats:
    most = parts[0]
    for one in parts[1:]:
        most = np.maximum(most, one)
    rest = sum(np.exp(one - most) for one in parts)
    total: Floats = most + np.log(rest)
    return total


def _since(weeks: Weeks) -> Weeks:
    """Add up from the newest week back."""
    return np.cumsum(weeks[0], axis=1), np.cumsum(weeks[1], axis=1)


def _chunk(
    weeks: Weeks, happened: Weeks | None, prior: Mixture, limit: float, starts: Floats
) -> Current:
    since_events, since_exposure = _since(weeks)
    joints = _log_joints(since_events, since_exposure, prior)
    total = _log_sum(joints)
    weights = _weighed(total, _earlier(since_events, since_exposure, prior), starts)
    if happened is not None:
        other = (happened[0] != weeks[0]).any(axis=1) | (happened[1] != weeks[1]).any(axis=1)
        was = _since((happened[0][other], happened[1][other]))
        weights[other] = start_weights(*was, prior=prior, starts=starts)
    over, expected = np.zeros(len(total)), np.zeros(len(total))
    for joint, shape, rate in zip(joints, prior.shapes, prior.rates, strict=True):
        believed = weights * np.exp(joint - total)
        shapes, rates = shape + since_events, rate + since_exposure
        above = np.zeros_like(believed)
        matters = believed > _OF_NO_WEIGHT
        above[matters] = gammaincc(shapes[matters], rates[matters] * limit)
        over += (believed * above).sum(axis=1)
        expected += (believed * shapes / rates).sum(axis=1)
    rows, since = np.arange(len(since_events)), weights.argmax(axis=1)
    return Current(
        chance_over_limit=np.minimum(over, 1.0),
        rate=expected,
        chance_of_change=1.0 - weights[:, -1],
        change_week=weights[:, :-1].argmax(axis=1) + 1,
        since_week=since + 1,
        events=since_events[rows, since],
        exposure=since_exposure[rows, since],
    )
