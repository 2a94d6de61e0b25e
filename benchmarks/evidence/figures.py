"""What a way to flag costs good tutors and finds of the others: the figures of one year."""

from dataclasses import asdict, dataclass
from itertools import pairwise

import numpy as np

from benchmarks.evidence.world import BEFORE, DAYS, NIGHTS, Bools, Floats, Numbers, Year
from dashboards.shares import exact_share

_AGAIN_AFTER = 30
_SETTLED = 60
_LIMIT = 0.05
_BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)
_ASKED_EVERY = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One way to flag in one year.

    Attributes:
        false_flags: New flags on good tutors, a thousand good tutor-years; new is not within 30
            nights of the last.
        found_in_30: Share of sudden decliners flagged within 30 days.
        found_in_60: Share within 60 days.
        median_days: Median days to the first flag; None where fewer than half were ever flagged.
        decliners: Decliners looked at: with 60 days before and after.
        chronic: Share of established chronic tutors that stood flagged, over all nights.
        precision: Share of flagged tutor-nights on which the true rate was above the limit.
        flips: Changes of state a flagged tutor and year.
        flagged: Tutors ever flagged.
    """

    false_flags: float
    found_in_30: float
    found_in_60: float
    median_days: float | None
    decliners: int
    chronic: float
    precision: float
    flips: float
    flagged: int

    def row(self) -> dict[str, object]:
        """Give it as plain values, rounded to what they carry."""
        return {
            key: round(value, 4) if isinstance(value, float) else value
            for key, value in asdict(self).items()
        }


def figures(year: Year, flags: Bools) -> Figures:
    """Judge a way to flag by what was planted.

    Args:
        year: What happened, and the truth.
        flags: Who stood flagged; tutors x nights.
    """
    good = year.kind == "good"
    days = _days_to_flag(year, flags)
    chronic = (year.kind == "chronic") & (year.joined < BEFORE)
    nights = max(int(flags.sum()), 1)
    ever = int(flags.any(axis=1).sum())
    flips = int((flags[:, 1:] != flags[:, :-1]).sum())
    return Figures(
        false_flags=1000 * new_flags(flags[good]) / tutor_years(year, good),
        found_in_30=float(np.mean(days <= _AGAIN_AFTER)),
        found_in_60=float(np.mean(days <= _SETTLED)),
        median_days=float(np.median(days)) if np.median(days) < NIGHTS else None,
        decliners=len(days),
        chronic=float(flags[chronic].mean()) if chronic.any() else 0.0,
        precision=float((flags & (year.rate[:, BEFORE:] > _LIMIT)).sum() / nights),
        flips=flips / max(ever, 1),
        flagged=ever,
    )


def _days_to_flag(year: Year, flags: Bools) -> Numbers:
    """Count the days from each decline to the first flag after it; many where none came."""
    asked = np.flatnonzero(
        (year.kind == "decliner")
        & (year.declines < DAYS - _SETTLED)
        & (year.joined < year.declines - _SETTLED)
    )
    nights = np.arange(NIGHTS)[None]
    after = flags[asked] & (nights >= (year.declines[asked] - BEFORE)[:, None])
    first = np.where(after.any(axis=1), after.argmax(axis=1), 10 * NIGHTS)
    return first - (year.declines[asked] - BEFORE)


def new_flags(flags: Bools) -> int:
    """Count the flagged nights that begin a flag after 30 nights without one."""
    found = 0
    last = np.full(len(flags), -10 * NIGHTS)
    for night in range(flags.shape[1]):
        now = flags[:, night]
        found += int((now & (night - last > _AGAIN_AFTER)).sum())
        last = np.where(now, night, last)
    return found


def tutor_years(year: Year, chosen: Bools) -> float:
    """Add up how long some tutors were there."""
    known = np.arange(BEFORE, DAYS)[None] >= year.joined[chosen][:, None]
    return float(known.sum() / NIGHTS)


def calibration(year: Year, chance: Floats) -> list[dict[str, float]]:
    """Say of those at a chance how many truly were above the limit, every 30 nights.

    Args:
        year: What happened, and the truth.
        chance: The chance on every night; tutors x nights; 0 where it was not asked.

    Returns:
        One row a band of chances with anybody in it, with an exact 95 % interval.
    """
    nights = np.arange(0, NIGHTS, _ASKED_EVERY)
    given = chance[:, nights]
    true = year.rate[:, BEFORE + nights] > _LIMIT
    rows = []
    for low, high in pairwise(_BINS):
        inside = (given > 0) & (given >= low) & ((given < high) | (high == 1.0))
        many, truly = int(inside.sum()), int((inside & true).sum())
        if many:
            share_low, share_high = exact_share(truly, many)
            rows.append(
                {
                    "low": low,
                    "high": high,
                    "given": round(float(given[inside].mean()), 4),
                    "tutors": many,
                    "truly": truly,
                    "share": round(truly / many, 4),
                    "share_low": round(share_low, 4),
                    "share_high": round(share_high, 4),
                }
            )
    return rows
