"""When simulated tutors are ill, and which of those days they cancel how."""

from dataclasses import dataclass

import numpy as np

from tutor_reliability.simulate.plan import DAY, FLU_SEASON, YEAR_DAYS, Flags, Floats, Ints, Plan
from tutor_reliability.simulate.tutors import Tutors

SPELLS_A_YEAR, MEAN_DAYS = 1.2, 3
CANCELS_AT_ONCE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Spells:
    """Illness of a block of tutors: one row a tutor, one column a day.

    Attributes:
        ill: Whether the tutor is ill that day.
        begins: The day on which the spell began.
        at_once: Whether the whole spell is cancelled on its first morning, not day by day.
    """

    ill: Flags
    begins: Ints
    at_once: Flags


def spells(plan: Plan, tutors: Tutors, block: range, rng: np.random.Generator) -> Spells:
    """Let a block of tutors fall ill, more in the flu season; plus the planted long illnesses."""
    shape = (len(block), plan.horizon)
    days = np.arange(plan.horizon)
    daily: Floats = SPELLS_A_YEAR / YEAR_DAYS * np.array(FLU_SEASON)[plan.months()]
    falls_ill = rng.random(shape) < daily[None, :]
    length = rng.geometric(1 / MEAN_DAYS, shape)
    _plant(tutors, block, falls_ill, length)
    well_again = np.maximum.accumulate(np.where(falls_ill, days + length, 0), axis=1)
    ill = days[None, :] < well_again
    first = ill & ~np.roll(ill, 1, axis=1)
    first[:, 0] = ill[:, 0]
    begins = np.maximum.accumulate(np.where(first, days, 0), axis=1)
    at_once = rng.random(shape) < CANCELS_AT_ONCE
    return Spells(ill=ill, begins=begins, at_once=np.take_along_axis(at_once, begins, axis=1))


def _plant(tutors: Tutors, block: range, falls_ill: Flags, length: Ints) -> None:
    planted = np.flatnonzero(tutors.sick_days[block.start : block.stop])
    day = tutors.sick_from[planted + block.start]
    falls_ill[planted, day] = True
    length[planted, day] = tutors.sick_days[planted + block.start]


def first_morning(plan: Plan, begins: Ints, ahead_of_utc: Ints) -> Ints:
    """Give the second at which a spell's first morning dawns, at seven local time."""
    return np.asarray(plan.first + begins * DAY + 7 * 3600 - ahead_of_utc)
