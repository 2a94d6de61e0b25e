"""A judge who knows the world: how much there is to find for anybody in what the log says.

No product can know how often tutors of a marketplace fall ill, how long, and how many of them
decline. This judge is told, and follows every tutor day by day. What it finds at as many false
flags as a score says what that score still leaves lying.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from benchmarks.evidence.figures import new_flags, tutor_years
from benchmarks.evidence.ours import incident_factors
from benchmarks.evidence.world import (
    BEFORE,
    DAYS,
    NIGHTS,
    ODD_HOUR_RISK,
    Bools,
    Floats,
    World,
    Year,
)
from tutor_reliability.policy.model.evidence import Evidence

_GOOD = np.array([0.0051, 0.0086, 0.0118, 0.0152, 0.0197, 0.0279])
_GREY = np.array([0.040, 0.055, 0.070])
_BAD = np.array([0.09, 0.12, 0.15, 0.19, 0.23, 0.28])
_RATES = np.concatenate((_GOOD, _GREY, _BAD))
_SHARES = np.repeat([0.93 / 6, 0.04 / 3, 0.03 / 6], [6, 3, 6])
_IS_GOOD, _IS_BAD = slice(0, 6), slice(9, 15)
_DECLINE = 0.02 / 0.93 / NIGHTS
_FLU = 1.1
_FIRST_DAY_LOST, _STILL_ILL, _LATE_AFTER, _NEAR = 0.9, 2 / 3, 0.5, 0.6
_RELEASE_BELOW, _RELEASE_NIGHTS = 0.5, 14
_HALVINGS = 12
_THOUSAND = 1_000
_LEAST = 1e-12


def judged_knowing(year: Year, world: World, *, false_flags: float) -> tuple[Bools, Floats]:
    """Flag at the lowest chance that costs good tutors no more than a score does.

    Args:
        year: What happened.
        world: What the judge is told.
        false_flags: A thousand good tutor-years, at most.

    Returns:
        Who stands flagged, and the chance of each; tutors x nights.
    """
    chance = _chances(year, world)
    low, high = 0.0, 12.0
    good = np.flatnonzero((year.kind == "good") & (chance.max(axis=1) >= _share(low)))
    years = tutor_years(year, year.kind == "good")
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        found = new_flags(_standing(chance[good], _share(middle))) * _THOUSAND / years
        low, high = (middle, high) if found > false_flags else (low, middle)
    return _standing(chance, _share(high)), chance


def _share(logit: float) -> float:
    return float(1 / (1 + np.exp(-logit)))


def _standing(chance: Floats, threshold: float) -> Bools:
    """Flag from the threshold on, until the chance has stayed low for the usual time."""
    flags = np.zeros(chance.shape, dtype=np.bool_)
    standing, low = np.zeros(len(chance), dtype=np.bool_), np.zeros(len(chance), dtype=np.int64)
    for night in range(NIGHTS):
        low = np.where(chance[:, night] < _RELEASE_BELOW, low + 1, 0)
        standing = (standing | (chance[:, night] >= threshold)) & (low <= _RELEASE_NIGHTS)
        flags[:, night] = standing
    return flags


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """Sessions of a day, those late, and how odd their hours were; one row a tutor."""

    sessions: Floats
    late: Floats
    load: Floats


def _chances(year: Year, world: World) -> Floats:
    """Follow every tutor: which rate is believed, and whether they are ill, day by day."""
    whole = np.full(len(_RATES), world.whole_days)
    if world.bad_cancel_days:
        whole[_IS_BAD] = 1.0
    usual = incident_factors(year, Evidence())[year.region] <= 1
    tutors = len(year.sessions)
    believed = np.tile(np.log(_SHARES), (tutors, 1))
    ill, sat = np.zeros((tutors, len(_RATES))), np.zeros((tutors, len(_RATES)))
    chance = np.zeros((tutors, NIGHTS))
    for day in range(DAYS):
        known = (year.joined <= day)[:, None]
        seen = _seen(year, day, usual[:, day])
        likely, ill, sat = _follow(seen, ill, sat, whole, world)
        ill, sat = np.where(known, ill, 0.0), np.where(known, sat, 0.0)
        if day >= BEFORE:
            believed = _with_declines(believed)
        believed = believed + np.where(known, np.log(likely), 0.0)
        believed -= np.logaddexp.reduce(believed, axis=1, keepdims=True)
        if day >= BEFORE:
            chance[:, day - BEFORE] = np.exp(believed[:, _IS_BAD]).sum(axis=1)
    return chance


def _seen(year: Year, day: int, usual: Bools) -> _Day:
    """Leave out what happened in an outage: it says nothing of a tutor."""
    sessions = np.where(usual, year.sessions[:, day], 0).astype(float)
    odd = np.where(usual, year.odd[:, day], 0)
    load = 1 + (ODD_HOUR_RISK - 1) * odd / np.maximum(sessions, 1)
    late = np.where(usual, year.late[:, day], 0).astype(float)
    return _Day(sessions=sessions[:, None], late=late[:, None], load=load[:, None])


def _with_declines(believed: Floats) -> Floats:
    """Let good tutors decline, each to any of the bad rates."""
    found = believed.copy()
    good = np.logaddexp.reduce(believed[:, _IS_GOOD], axis=1, keepdims=True)
    declined = good + np.log(_DECLINE / len(_BAD))
    found[:, _IS_BAD] = np.logaddexp(believed[:, _IS_BAD], declined)
    found[:, _IS_GOOD] += np.log1p(-_DECLINE)
    return found


def _follow(
    day: _Day, ill: Floats, sat: Floats, whole: Floats, world: World
) -> tuple[Floats, Floats, Floats]:
    """Weigh a day under every rate: well, newly or still ill, or ended in a sitting.

    Returns:
        How likely the day was, and the chances to be ill and to have sat; tutors x rates.
    """
    free = day.sessions == 0
    is_whole = (day.late == day.sessions) & ~free
    days = np.minimum(_RATES * whole * day.load, 1.0)
    apart = np.clip(_RATES * (1 - whole) * day.load, 1e-9, 0.95)
    well = (1 - days) * _binomial(day, apart) + days * is_whole
    falls_ill, sits = world.sickness / NIGHTS * _FLU, world.sittings / NIGHTS
    still = ill * _STILL_ILL * np.where(free, 1.0, _LATE_AFTER * is_whole)
    rest = 1 - ill * _STILL_ILL
    newly = rest * falls_ill * np.where(free, 1.0, _binomial(day, np.array(_FIRST_DAY_LOST)))
    healthy = rest * (1 - falls_ill)
    struck = healthy * sits * np.where(free, 1.0, is_whole)
    after = healthy * (1 - sits) * sat * np.where(free, 1.0, _binomial(day, np.array(_NEAR)))
    usual = healthy * (1 - sits) * (1 - sat) * np.where(free, 1.0, well)
    whole_chance = np.maximum(still + newly + struck + after + usual, _LEAST)
    return whole_chance, (still + newly) / whole_chance, struck / whole_chance


def _binomial(day: _Day, share: Floats) -> Floats:
    ways = gammaln(day.sessions + 1) - gammaln(day.late + 1)
    ways -= gammaln(day.sessions - day.late + 1)
    logs = ways + day.late * np.log(share) + (day.sessions - day.late) * np.log1p(-share)
    found: Floats = np.exp(logs)
    return found
