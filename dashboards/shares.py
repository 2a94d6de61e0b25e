"""Exact ranges of shares and of ratios: what so few cases can say and no more.

Where groups of people are compared, a range must not be narrower than it claims at any number of
cases; these never are. Rates of tutors have Wilson's, in `tutor_reliability.intervals`.
"""

from scipy.special import betaincinv, gammaincinv


def exact_share(events: float, among: float, *, confidence: float = 0.95) -> tuple[float, float]:
    """Bound a share by the exact binomial tails.

    Args:
        events: How many it is true of.
        among: Of how many.
        confidence: At least that coverage, in (0, 1).

    Returns:
        Lower and upper bound; 0 and 1 among none.

    Source:
        C. J. Clopper and E. S. Pearson (1934), Biometrika 26(4), 404-413.

    >>> [round(bound, 4) for bound in exact_share(2, 10)]
    [0.0252, 0.5561]
    """
    if among <= 0:
        return 0.0, 1.0
    tail = (1 - confidence) / 2
    low = 0.0 if events <= 0 else float(betaincinv(events, among - events + 1, tail))
    high = 1.0 if events >= among else float(betaincinv(events + 1, among - events, 1 - tail))
    return low, high


def exact_ratio(
    observed: float, expected: float, *, confidence: float = 0.95
) -> tuple[float, float | None]:
    """Bound observed by expected, by the exact Poisson tails of what was observed.

    Args:
        observed: Cases seen.
        expected: Cases to expect; above 0.
        confidence: At least that coverage, in (0, 1).

    Returns:
        Lower and upper bound of the ratio; no upper one where nothing was to be expected.

    Source:
        F. Garwood (1936), Biometrika 28(3/4), 437-442.

    >>> low, high = exact_ratio(10, 5.0)
    >>> round(low, 3), round(high, 3)
    (0.959, 3.678)
    """
    if expected <= 0:
        return 0.0, None
    tail = (1 - confidence) / 2
    low = 0.0 if observed <= 0 else float(gammaincinv(observed, tail))
    return low / expected, float(gammaincinv(observed + 1, 1 - tail)) / expected
