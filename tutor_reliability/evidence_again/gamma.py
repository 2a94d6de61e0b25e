"""The gamma distribution by series and continued fraction: what `explain` needs of statistics.

Written out so that an answer waits for no library, and so that the night's chances are checked by
a second program. Where many are asked at once, `scipy.special` is used; see `change`.
"""

from math import exp, inf, lgamma, log

_CLOSE = 1e-15
_SMALLEST = 1e-300


def share_below(shape: float, number: float) -> float:
    """Give the share of a gamma distribution of rate 1 that lies below a number.

    Args:
        shape: Its shape, more than 0.
        number: The number, at least 0; may be infinite.

    Source:
        NIST Digital Library of Mathematical Functions, 8.7.1 (series) and 8.9.2 (continued
        fraction); the former where it converges fast, below the mean.

    >>> round(share_below(1.0, 2.0), 6)
    0.864665
    """
    if number <= 0:
        return 0.0
    if number < shape + 1:
        return _by_series(shape, number)
    return 1.0 - _by_fraction(shape, number)


def share_above(shape: float, number: float) -> float:
    """Give the share above alike, exact to the last digits where it is tiny.

    >>> round(share_above(1.0, 2.0), 6)
    0.135335
    """
    if number <= 0:
        return 1.0
    if number < shape + 1:
        return 1.0 - _by_series(shape, number)
    return _by_fraction(shape, number)


def _by_series(shape: float, number: float) -> float:
    term = total = 1.0 / shape
    above = shape
    while term > total * _CLOSE:
        above += 1.0
        term *= number / above
        total += term
    return total * _height(shape, number)


def _by_fraction(shape: float, number: float) -> float:
    """Evaluate it front to back, by the method of Lentz."""
    if number == inf:
        return 0.0
    below = number + 1.0 - shape
    top, bottom = 1.0 / _SMALLEST, 1.0 / below
    value, step, turn = bottom, 0.0, 0
    while abs(step - 1.0) > _CLOSE:
        turn += 1
        part = -turn * (turn - shape)
        below += 2.0
        bottom = 1.0 / _not_nothing(part * bottom + below)
        top = _not_nothing(below + part / top)
        step = top * bottom
        value *= step
    return value * _height(shape, number)


def _not_nothing(number: float) -> float:
    return number if abs(number) > _SMALLEST else _SMALLEST


def _height(shape: float, number: float) -> float:
    return exp(shape * log(number) - number - lgamma(shape))
