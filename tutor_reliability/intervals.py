"""How far the true rate may lie from the one observed, for one tutor taken alone."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]


def wilson_interval(
    events: ArrayLike, exposure: ArrayLike, *, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Bound proportions by inverting the score test.

    Unlike the textbook interval it never leaves [0, 1] and does not collapse to a point when no
    event was seen, which is what most tutors' histories look like.

    Args:
        events: Sessions lost to the tutor, one number a tutor. 0 <= events <= exposure.
        exposure: Sessions that could have been, one number a tutor. May be 0.
        confidence: Two-sided coverage, in (0, 1).

    Returns:
        Lower and upper bounds, in [0, 1]; 0 and 1 where there is no exposure.

    Raises:
        ValueError: Some `events` are negative or larger than their `exposure`.

    Source:
        E. B. Wilson (1927), JASA 22(158), 209-212.

    >>> low, high = wilson_interval([0], [10])
    >>> round(float(low[0]), 3), round(float(high[0]), 3)
    (0.0, 0.278)
    """
    x = np.asarray(events, dtype=np.float64)
    n = np.asarray(exposure, dtype=np.float64)
    if np.any((x < 0) | (x > n)):
        raise ValueError("events outside their exposure: expected 0 <= events <= exposure")
    z2 = float(ndtri((1 + confidence) / 2)) ** 2
    some = np.maximum(n, 1.0)
    share = x / some
    centre = (share + z2 / (2 * some)) / (1 + z2 / some)
    spread = np.sqrt(z2 * (share * (1 - share) + z2 / (4 * some)) / some) / (1 + z2 / some)
    low = np.where(x == 0, 0.0, np.maximum(centre - spread, 0.0))
    high = np.where(x == n, 1.0, np.minimum(centre + spread, 1.0))
    return np.where(n == 0, 0.0, low), np.where(n == 0, 1.0, high)
