"""How far a rate may stray by chance alone: the limits drawn in funnels and run charts.

Nobody is flagged by these; flags are the policy's.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc

Floats = NDArray[np.float64]
_HALVINGS = 60
_USUAL_RANGE_TO_SIGMA = 1.128
"""Mean absolute difference of two neighbouring standard normal values."""
_FARTHEST_CHANGE = 3.267
"""A change so many times the mean one is beyond three sigma of changes."""


def funnel_limits(exposure: ArrayLike, *, centre: float, inside: float) -> tuple[Floats, Floats]:
    """Bound the rates that chance explains, at any number of sessions.

    The exact binomial tails are continued through the incomplete beta function, so that the lines
    are smooth where the usual ones are saw-teeth, and agree with the exact test at whole numbers.

    Args:
        exposure: Sessions; fractions are allowed.
        centre: Rate of the marketplace, in (0, 1).
        inside: Share of tutors at the centre that lie within, in (0, 1).

    Returns:
        Lower and upper rates; an upper limit that no rate can reach is nan, a lower one is 0.
    """
    n = np.asarray(exposure, dtype=np.float64)
    tail = (1 - inside) / 2
    upper = _falling_root(lambda x: betainc(x, n - x + 1, centre), tail, n)
    reachable = np.power(centre, n) <= tail
    lower = _falling_root(lambda x: -betainc(n - x, x + 1, 1 - centre), -tail, n)
    possible = np.power(1 - centre, n) <= tail
    return (
        np.where(possible, lower / np.maximum(n, 1e-9), 0.0),
        np.where(reachable, upper / np.maximum(n, 1e-9), np.nan),
    )


def run_chart_limits(events: ArrayLike, exposure: ArrayLike) -> tuple[float, float, Floats, Floats]:
    """Bound the weekly rates of a marketplace by how much they usually change from week to week.

    The limits of a plain p-chart shrink with the number of sessions until every week of a large
    marketplace seems special. Laney's p' chart widens them by the change actually seen between
    neighbouring weeks; they are never drawn narrower than chance. A jump far beyond the others, as
    into and out of a week with an outage, says nothing of usual weeks and is left out of that.

    Args:
        events: Late sessions, one number a week.
        exposure: Sessions, one number a week, all above 0.

    Returns:
        Centre, widening (1: chance alone), lower and upper limits a week, three sigma away.

    Source:
        D. B. Laney (2002), Quality Engineering 14(4), 531-537; leaving out jumps: L. S. Nelson
        (1982), Journal of Quality Technology 14(3), 172-173.
    """
    x = np.asarray(events, dtype=np.float64)
    n = np.asarray(exposure, dtype=np.float64)
    centre = float(x.sum() / n.sum())
    sigma = np.sqrt(centre * (1 - centre) / n)
    widening = 1.0
    if len(n) > 1 and 0 < centre < 1:
        widening = max(1.0, _usual_change((x / n - centre) / sigma))
    reach = 3 * widening * sigma
    return centre, widening, np.maximum(centre - reach, 0.0), np.minimum(centre + reach, 1.0)


def _usual_change(z: Floats) -> float:
    """Give the standard deviation that the changes between neighbours speak for."""
    changes = np.abs(np.diff(z))
    usual = changes[changes <= _FARTHEST_CHANGE * changes.mean()]
    return float(usual.mean()) / _USUAL_RANGE_TO_SIGMA


def _falling_root(falls: Callable[[Floats], Floats], target: float, n: Floats) -> Floats:
    """Find where a function of the number of late sessions, falling on (0, n), meets a target."""
    low, high = np.zeros_like(n), n.copy()
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        above = falls(middle) > target
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return (low + high) / 2
