"""The beta distribution by a continued fraction; see `gamma` for why it is written out."""

from math import exp, lgamma, log, log1p

_CLOSE = 1e-15
_SMALLEST = 1e-300
_HALVINGS = 60


def share_below(late: float, kept: float, number: float) -> float:
    """Give the share of a beta distribution that lies below a number.

    Args:
        late: Its first shape, more than 0.
        kept: Its second, more than 0.
        number: The number, 0 to 1.

    Source:
        NIST Digital Library of Mathematical Functions, 8.17.22; from the side where it converges
        fast, 8.17.4.

    >>> round(share_below(1.0, 2.0, 0.5), 6)
    0.75
    """
    if number <= 0 or number >= 1:
        return float(number > 0)
    if number > (late + 1) / (late + kept + 2):
        return 1.0 - share_below(kept, late, 1.0 - number)
    whole = lgamma(late + kept) - lgamma(late) - lgamma(kept)
    height = exp(whole + late * log(number) + kept * log1p(-number)) / late
    return height * _fraction(late, kept, number)


def bound(late: float, kept: float, share: float) -> float:
    """Give the number below which a share of it lies, by halving."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if share_below(late, kept, middle) < share else (low, middle)
    return (low + high) / 2


def _fraction(late: float, kept: float, number: float) -> float:
    """Evaluate it front to back, by the method of Lentz."""
    top, bottom, value, step, turn = 1.0, 0.0, 1.0, 0.0, 0
    while abs(step - 1.0) > _CLOSE:
        turn += 1
        part = _part(late, kept, number, turn)
        bottom = 1.0 / _not_nothing(1.0 + part * bottom)
        top = _not_nothing(1.0 + part / top)
        step = top * bottom
        value *= step
    return 1.0 / value


def _part(late: float, kept: float, number: float, turn: int) -> float:
    half, odd = divmod(turn, 2)
    above = -(late + half) * (late + kept + half) if odd else half * (kept - half)
    return above * number / ((late + turn - 1) * (late + turn))


def _not_nothing(number: float) -> float:
    return number if abs(number) > _SMALLEST else _SMALLEST
