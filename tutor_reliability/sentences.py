"""What the machine says of a tutor, in plain words: counts, dates, ranges, never a verdict.

Every number in a sentence comes from a row that the caller can name. Why a rule holds and what
ends it is said in `standing.words`.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

COACHED = "The tutor is new: this asks for coaching, not for a review."
_NEARLY_ALL = 0.9995
_NEARLY_NONE = 0.0005
"""Beyond these one decimal would round a share to 100 or 0 %."""
_TENTH = Decimal("0.1")
_NEARLY_CERTAIN = Decimal("99.9")


@dataclass(frozen=True, slots=True, kw_only=True)
class RateNow:
    """A tutor's late rate over a window, as in mart.tutor_rates."""

    window_days: int
    sessions: int
    late: int
    rate: float | None
    low: float
    high: float
    enough: bool


def day_words(day: date) -> str:
    """Say a day: "3 Oct 2026"."""
    return f"{day.day} {day:%b %Y}"


def percent(share: float) -> str:
    """Say a share with one decimal, never rounded up to certainty.

    A probability is said by `chance_percent`, which rounds down.

    >>> percent(0.0496), percent(0.99996), percent(1.0)
    ('5.0 %', 'over 99.9 %', '100 %')
    """
    if share in (0.0, 1.0):
        return f"{share * 100:.0f} %"
    if share >= _NEARLY_ALL:
        return "over 99.9 %"
    if share < _NEARLY_NONE:
        return "under 0.1 %"
    return f"{share * 100:.1f} %"


def chance_percent(chance: float) -> str:
    """Say a probability with one decimal, rounded down: it never seems to reach a threshold.

    >>> chance_percent(0.8996), chance_percent(0.9), chance_percent(1.0), chance_percent(0.0)
    ('89.9 %', '90.0 %', 'over 99.9 %', 'under 0.1 %')
    """
    tenths = Decimal(str(chance)).scaleb(2).quantize(_TENTH, rounding=ROUND_FLOOR)
    if tenths < _TENTH:
        return f"under {_TENTH} %"
    return f"over {_NEARLY_CERTAIN} %" if chance > float(_NEARLY_CERTAIN) / 100 else f"{tenths} %"


def rate_words(now: RateNow) -> str:
    """Say a late rate with its numerator, denominator and range."""
    if now.rate is None:
        return f"no session counts in {now.window_days} days"
    said = (
        f"{now.late} of {now.sessions} sessions in {now.window_days} days "
        f"({percent(now.rate)}, plausibly {percent(now.low)} to {percent(now.high)})"
    )
    return said if now.enough else f"{said}, too few to judge a rate"


def flag_sentence(because: str, *, held: bool, now: RateNow | None) -> str:
    """Say why a rule holds, then how late the tutor is tonight, then what holds it back."""
    return because + rate_and_hold(now, held=held)


def rate_and_hold(now: RateNow | None, *, held: bool) -> str:
    """Say how late a tutor is tonight, then what holds a flag back; follows why a rule holds."""
    said = f" Late tonight: {rate_words(now)}." if now is not None else ""
    if held:
        said += " Held: an excuse is still to be decided, so nothing follows from it yet."
    return said
