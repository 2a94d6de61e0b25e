"""A year of a marketplace with planted truth: who is good, who never was, and who declines when.

Sessions are drawn by tutor and day, so that twenty thousand tutors fit in memory. Everything that
makes an honest tutor look bad is in it: illness, days off, a flu season, odd hours, outages.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Counts = NDArray[np.int16]
Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

BEFORE, NIGHTS = 182, 365
DAYS = BEFORE + NIGHTS
REGIONS = 5
ODD_HOUR_RISK = 2.0
NEVER = 10**6


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a marketplace is like; the defaults are the base world.

    Attributes:
        sickness: Spells of illness a tutor and year.
        whole_days: Share of ordinary cancellations that take the whole day.
        bad_cancel_days: Whether bad tutors only ever cancel whole days.
        single: Whether nobody has more than one session a day.
        sittings: Times a tutor and year that everything of two days is ended in one sitting.
    """

    name: str
    sickness: float = 1.2
    whole_days: float = 0.3
    bad_cancel_days: bool = False
    single: bool = False
    sittings: float = 0.0


WORLDS = (
    World(name="base"),
    World(name="whole days only", bad_cancel_days=True),
    World(name="twice the sickness", sickness=2.4),
    World(name="no sickness", sickness=0.0),
    World(name="single sessions", single=True),
    World(name="bursts", sittings=0.7),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What happened, and the truth behind it; one row a tutor, one column a day.

    Attributes:
        sessions: Sessions that the tutor could have cancelled late.
        late: Of those, cancelled late.
        odd: Of those, at hours at which everybody cancels more.
        rate: The tutor's true late rate at ordinary hours, sickness and outages apart.
        kind: good, grey, chronic, decliner or other; one a tutor.
        declines: The day from which a decliner's rate is another; `NEVER` for others.
        joined: The first day.
        region: Where outages strike together.
    """

    sessions: Counts
    late: Counts
    odd: Counts
    rate: Floats
    kind: NDArray[np.str_]
    declines: Numbers
    joined: Numbers
    region: Numbers


def simulate(world: World, *, tutors: int, seed: int) -> Year:
    """Draw a year, after half a year in which the score gets to know the tutors.

    Args:
        world: What the marketplace is like.
        tutors: How many.
        seed: Of the random numbers; the same seed gives the same year.
    """
    draw = np.random.default_rng(seed)
    kind, rate, declines = _truths(draw, tutors)
    joined = np.where(draw.random(tutors) < 0.35, draw.integers(BEFORE, DAYS, tutors), 0)
    region = draw.integers(0, REGIONS, tutors)
    sessions = _sessions(draw, joined)
    if world.single:
        sessions = np.minimum(sessions, 1).astype(np.int16)
    odd = draw.binomial(sessions, draw.beta(1, 6, tutors)[:, None]).astype(np.int16)
    whole = np.full(tutors, world.whole_days)
    if world.bad_cancel_days:
        whole[np.isin(kind, ["chronic", "decliner"])] = 1.0
    late = _ordinary(draw, sessions, odd, rate, whole)
    late = _ill(draw, sessions, late, world.sickness)
    late = _sittings(draw, sessions, late, world.sittings)
    late = np.minimum(_outages(draw, sessions, late, region), sessions)
    return Year(
        sessions=sessions,
        late=late.astype(np.int16),
        odd=odd,
        rate=rate,
        kind=kind,
        declines=declines,
        joined=joined,
        region=region,
    )


def _truths(draw: np.random.Generator, tutors: int) -> tuple[NDArray[np.str_], Floats, Numbers]:
    place = draw.random(tutors)
    kind = np.select(
        [place < 0.88, place < 0.92, place < 0.95, place < 0.97],
        ["good", "grey", "chronic", "decliner"],
        "other",
    )
    good = np.minimum(draw.gamma(3.0, 0.005, tutors), 0.03)
    usual = np.select(
        [kind == "grey", kind == "chronic"],
        [draw.uniform(0.035, 0.075, tutors), draw.uniform(0.08, 0.25, tutors)],
        good,
    )
    later = draw.uniform(0.10, 0.30, tutors)
    declines = np.where(kind == "decliner", draw.integers(BEFORE, DAYS, tutors), NEVER)
    days = np.arange(DAYS)[None]
    rate = np.where(days >= declines[:, None], later[:, None], usual[:, None])
    return kind, rate, declines


def _sessions(draw: np.random.Generator, joined: Numbers) -> Counts:
    volume = np.clip(np.exp(draw.normal(np.log(6), 0.9, len(joined))), 0.5, 45)
    days = np.arange(DAYS)[None]
    expected = (volume / 7)[:, None] * np.where(days % 7 < 5, 1.15, 0.62)
    return draw.poisson(expected * (days >= joined[:, None])).astype(np.int16)


def _ordinary(
    draw: np.random.Generator, sessions: Counts, odd: Counts, rate: Floats, whole: Floats
) -> Counts:
    plain = sessions - odd
    load = np.where(sessions > 0, (plain + ODD_HOUR_RISK * odd) / np.maximum(sessions, 1), 0)
    days = draw.random(sessions.shape) < np.minimum(rate * whole[:, None] * load, 1)
    apart = rate * (1 - whole[:, None])
    late = draw.binomial(plain, np.minimum(apart, 0.95))
    late += draw.binomial(odd, np.minimum(ODD_HOUR_RISK * apart, 0.95))
    return np.where(days, sessions, late).astype(np.int16)


def _ill(draw: np.random.Generator, sessions: Counts, late: Counts, a_year: float) -> Counts:
    """Let tutors fall ill: most of the first day is lost late, of later days half all or none."""
    flu = 1 + 0.5 * np.exp(-(((np.arange(DAYS) - BEFORE - 90) / 30.0) ** 2))
    who, since = np.nonzero(draw.random(sessions.shape) < a_year / 365 * flu[None])
    lasts = draw.geometric(1 / 3, len(who))
    for after in range(12):
        still = (lasts > after) & (since + after < DAYS)
        tutor, day = who[still], since[still] + after
        if after == 0:
            lost = draw.binomial(sessions[tutor, day], 0.9)
            late[tutor, day] = np.maximum(late[tutor, day], lost)
            continue
        is_late = draw.random(len(tutor)) < 0.5
        late[tutor, day] = np.where(is_late, sessions[tutor, day], 0)
        sessions[tutor, day] = np.where(is_late, sessions[tutor, day], 0)
    return late


def _sittings(draw: np.random.Generator, sessions: Counts, late: Counts, a_year: float) -> Counts:
    """Let tutors end two days in one sitting: the first whole, of the second what was near."""
    if a_year:
        struck = draw.random(sessions.shape) < a_year / 365
        after = np.zeros_like(struck)
        after[:, 1:] = struck[:, :-1]
        late = np.where(struck, sessions, late)
        near = draw.binomial(sessions, 0.6)
        late = np.where(after, np.maximum(late, near), late).astype(np.int16)
    return late


def _outages(draw: np.random.Generator, sessions: Counts, late: Counts, region: Numbers) -> Counts:
    for day in draw.integers(BEFORE, DAYS, 3):
        late[:, day] = np.maximum(late[:, day], draw.binomial(sessions[:, day], 0.3))
    for day in draw.integers(BEFORE, DAYS - 1, 2):
        struck = region == draw.integers(REGIONS)
        for one in (day, day + 1):
            lost = draw.binomial(sessions[struck, one], 0.4)
            late[struck, one] = np.maximum(late[struck, one], lost)
    return late
