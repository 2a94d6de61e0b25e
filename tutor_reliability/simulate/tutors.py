"""Who teaches in the simulated marketplace, and what was planted in each of them."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from tutor_reliability.simulate.names import HOSTILE_NAMES, ZONE_WEIGHTS, display_name
from tutor_reliability.simulate.plan import Floats, Ints, Plan

SUBJECTS = ("english", "mathematics", "physics", "chemistry", "spanish", "programming")
SUBJECT_RISK = (0.7, 0.9, 1.0, 1.1, 1.2, 1.6)
JOINED_DURING_THE_YEAR = 0.35
LEFT_DURING_THE_YEAR = 0.02
ONE_SUBJECT = 0.5
SESSIONS_A_WEEK = (0.5, 6.0, 45.0)
ENOUGH_TUTORS_FOR_A_HOSTILE_NAME = 25
Range = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Archetype:
    """One kind of tutor, with the range that each of its true rates is drawn from.

    Attributes:
        share: Of all tutors.
        late: Sessions cancelled late for no planted reason.
        late_after: The same from the change day on; None without a change.
        near_line: Sessions cancelled 24 to 26 hours ahead.
        by_proxy: Sessions whose student is talked into cancelling late.
        no_show: Sessions the tutor does not come to.
        volume: Sessions a week.
        planted: What there is to find, in words.
    """

    name: str
    share: float
    late: Range
    late_after: Range | None = None
    near_line: Range = (0.0, 0.0)
    by_proxy: Range = (0.0, 0.0)
    no_show: Range = (0.001, 0.002)
    volume: Range = (SESSIONS_A_WEEK[0], SESSIONS_A_WEEK[2])
    planted: str


TEACHING = (4.0, SESSIONS_A_WEEK[2])
ARCHETYPES = (
    Archetype(name="good", share=0.855, late=(0.0, 0.03), planted="nothing: reliable"),
    Archetype(name="grey", share=0.025, late=(0.035, 0.075), planted="a rate around the limit"),
    Archetype(name="chronic", share=0.03, late=(0.08, 0.25), volume=TEACHING,
              planted="cancels late all year"),
    Archetype(name="decliner", share=0.02, late=(0.0, 0.03), late_after=(0.10, 0.30),
              volume=TEACHING, planted="reliable until the change day, late afterwards"),
    Archetype(name="sick_weeks", share=0.015, late=(0.0, 0.02), volume=TEACHING,
              planted="reliable, but one long illness; most of it excused by support"),
    Archetype(name="line_sitter", share=0.015, late=(0.0, 0.03), near_line=(0.10, 0.18),
              volume=TEACHING,
              planted="cancels 24 to 26 hours ahead, some after moving the session"),
    Archetype(name="proxy", share=0.01, late=(0.0, 0.02), by_proxy=(0.08, 0.15),
              volume=TEACHING, planted="gets students to cancel late instead"),
    Archetype(name="newcomer", share=0.01, late=(0.0, 0.15), volume=(3.0, 16.0),
              planted="joined a few weeks ago"),
    Archetype(name="low_volume", share=0.01, late=(0.0, 0.03), volume=(SESSIONS_A_WEEK[0], 1.2),
              planted="few sessions, one of the last ones cancelled late"),
    Archetype(name="no_shower", share=0.01, late=(0.0, 0.03), no_show=(0.06, 0.12),
              volume=TEACHING, planted="does not come"),
)  # fmt: skip
ARCHETYPE_NAMES = tuple(archetype.name for archetype in ARCHETYPES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tutors:
    """All tutors of a world, one entry a tutor in each array.

    Rates are shares of sessions; days count from the first simulated day and may be negative;
    a day that never comes is the horizon.
    """

    archetype: Ints
    zone: Ints
    volume: Floats
    joined: Ints
    left: Ints
    change: Ints
    late_before: Floats
    late_after: Floats
    early: Floats
    near_line: Floats
    by_proxy: Floats
    no_show: Floats
    sick_from: Ints
    sick_days: Ints
    odd_hours: Floats
    minute: Ints
    duration: Ints
    subjects: Ints
    names: tuple[str | None, ...]
    hostile: dict[int, str]

    def __len__(self) -> int:
        """Count the tutors."""
        return len(self.archetype)

    def of(self, name: str) -> Ints:
        """Give the tutors of one archetype."""
        return np.flatnonzero(self.archetype == ARCHETYPE_NAMES.index(name))


def hire(plan: Plan) -> Tutors:
    """Draw the tutors of a world, as many of each archetype as its share says."""
    rng = plan.rng(2)
    number = plan.tutors
    archetype = _archetypes(number, rng)
    joined, left = _tenure(plan, archetype, rng)
    zone = rng.choice(len(ZONE_WEIGHTS), number, p=np.array(ZONE_WEIGHTS) / sum(ZONE_WEIGHTS))
    late_before = _rates(rng, [kind.late for kind in ARCHETYPES], archetype)
    late_after = _rates(rng, [kind.late_after or (0, 0) for kind in ARCHETYPES], archetype)
    changes = np.array([kind.late_after is not None for kind in ARCHETYPES])[archetype]
    change = plan.days - _share_of_days(plan, rng, number, (0.10, 0.40))
    sick_from, sick_days = _long_illness(plan, archetype, rng)
    names, hostile = _names(zone, archetype, rng)
    return Tutors(
        archetype=archetype,
        zone=zone,
        volume=_volumes(archetype, rng),
        joined=joined,
        left=left,
        change=np.where(changes, change, plan.horizon),
        late_before=late_before,
        late_after=np.where(changes, late_after, late_before),
        early=0.03 * rng.beta(1.5, 2.5, number),
        near_line=_rates(rng, [kind.near_line for kind in ARCHETYPES], archetype),
        by_proxy=_rates(rng, [kind.by_proxy for kind in ARCHETYPES], archetype),
        no_show=_rates(rng, [kind.no_show for kind in ARCHETYPES], archetype),
        sick_from=sick_from,
        sick_days=sick_days,
        odd_hours=rng.beta(1.2, 6.0, number),
        minute=rng.choice(np.array([0, 0, 0, 30, 15]), number),
        duration=rng.choice(np.array([60, 60, 45, 50]), number),
        subjects=_subjects(number, rng),
        names=names,
        hostile=hostile,
    )


def _archetypes(number: int, rng: np.random.Generator) -> Ints:
    wanted = np.array([archetype.share for archetype in ARCHETYPES]) * number
    counts = np.floor(wanted).astype(np.int64)
    by_remainder = np.argsort(counts - wanted, kind="stable")
    counts[by_remainder[: number - counts.sum()]] += 1
    return rng.permutation(np.repeat(np.arange(len(ARCHETYPES)), counts))


def _rates(rng: np.random.Generator, ranges: list[Range], archetype: Ints) -> Floats:
    low, high = np.array(ranges, dtype=np.float64).T[:, archetype]
    drawn: Floats = low + (high - low) * rng.beta(1.5, 2.5, len(archetype))
    return drawn


def _volumes(archetype: Ints, rng: np.random.Generator) -> Floats:
    smallest, median, largest = SESSIONS_A_WEEK
    drawn = np.clip(median * np.exp(0.95 * rng.standard_normal(len(archetype))), smallest, largest)
    low, high = np.array([kind.volume for kind in ARCHETYPES]).T[:, archetype]
    return np.clip(drawn, low, high)


def _share_of_days(plan: Plan, rng: np.random.Generator, number: int, shares: Range) -> Ints:
    low, high = (round(share * plan.days) for share in shares)
    return rng.integers(low, high + 1, number)


def _tenure(plan: Plan, archetype: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    number = len(archetype)
    joins = rng.random(number) < JOINED_DURING_THE_YEAR
    joined = np.where(joins, rng.integers(0, plan.days, number), -rng.integers(8, 1500, number))
    newcomer = archetype == ARCHETYPE_NAMES.index("newcomer")
    recently = plan.days - 1 - _share_of_days(plan, rng, number, (0.04, 0.11))
    joined = np.where(newcomer, np.maximum(recently, 0), joined)
    good = archetype == ARCHETYPE_NAMES.index("good")
    early = _share_of_days(plan, rng, number, (0.1, 0.5))
    settled = archetype != ARCHETYPE_NAMES.index("newcomer")
    joined = np.where(settled & ~good & (joined >= 0), np.minimum(joined, early), joined)
    leaves = good & (joined < plan.days // 2) & (rng.random(number) < LEFT_DURING_THE_YEAR)
    left = plan.days - 1 - _share_of_days(plan, rng, number, (0.0, 0.3))
    return joined, np.where(leaves, left, plan.horizon)


def _long_illness(plan: Plan, archetype: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    number = len(archetype)
    planted = archetype == ARCHETYPE_NAMES.index("sick_weeks")
    length = np.minimum(rng.integers(12, 26, number), max(1, plan.days // 3))
    begins = plan.days - length - _share_of_days(plan, rng, number, (0.03, 0.12))
    return (
        np.where(planted, np.maximum(begins, 0), plan.horizon),
        np.where(planted, length, 0),
    )


def _subjects(number: int, rng: np.random.Generator) -> Ints:
    """Give each tutor one or two subjects, one column each; the same twice is one."""
    first = rng.integers(0, len(SUBJECTS), number)
    second = rng.integers(0, len(SUBJECTS), number)
    return np.stack([first, np.where(rng.random(number) < ONE_SUBJECT, first, second)], axis=1)


def _names(
    zone: Ints, archetype: Ints, rng: np.random.Generator
) -> tuple[tuple[str | None, ...], dict[int, str]]:
    picks = rng.integers(0, 1000, (len(zone), 2)).tolist()
    names: list[str | None] = [
        display_name(place, *pick) for place, pick in zip(zone.tolist(), picks, strict=True)
    ]
    chronic = np.flatnonzero(archetype == ARCHETYPE_NAMES.index("chronic")).tolist()[:3]
    others = [int(tutor) for tutor in rng.permutation(len(zone)) if tutor not in chronic]
    bearers = [*chronic, *others][: len(zone) // ENOUGH_TUTORS_FOR_A_HOSTILE_NAME]
    hostile = dict(zip(bearers, (kind for kind, _ in HOSTILE_NAMES), strict=False))
    for tutor, (_, spelling) in zip(bearers, HOSTILE_NAMES, strict=False):
        names[tutor] = spelling
    return tuple(names), hostile


def truth(plan: Plan, tutors: Tutors) -> pl.DataFrame:
    """List what was planted: one row a tutor.

    Returns:
        tutor_id, archetype, late_rate_before and late_rate_after (shares of sessions cancelled
        late for no planted reason: without illness and incidents), change_day (null without
        a change) and planted, in words.
    """
    from_day = pl.lit(plan.first_day) + pl.duration(days=pl.col("change"))
    return pl.DataFrame(
        {
            "tutor_id": [tutor_id(tutor) for tutor in range(len(tutors))],
            "archetype": [ARCHETYPE_NAMES[kind] for kind in tutors.archetype],
            "late_rate_before": tutors.late_before.round(5),
            "late_rate_after": tutors.late_after.round(5),
            "change": tutors.change,
            "planted": [_planted(plan, tutors, tutor) for tutor in range(len(tutors))],
        }
    ).select(
        "tutor_id",
        "archetype",
        "late_rate_before",
        "late_rate_after",
        pl.when(pl.col("change") < plan.horizon).then(from_day).alias("change_day"),
        "planted",
    )


def _planted(plan: Plan, tutors: Tutors, tutor: int) -> str:
    kind = ARCHETYPES[tutors.archetype[tutor]]
    facts = [kind.planted]
    if tutors.sick_days[tutor]:
        begins = np.datetime64(plan.first_day) + int(tutors.sick_from[tutor])
        facts.append(f"ill from {begins} for {tutors.sick_days[tutor]} days")
    for words, rates in (
        ("24 to 26 hours ahead", tutors.near_line),
        ("students talked into it", tutors.by_proxy),
        ("no-shows", tutors.no_show),
    ):
        if rates[tutor] > ARCHETYPES[0].no_show[1]:
            facts.append(f"{words} {rates[tutor]:.3f} of sessions")
    if tutor in tutors.hostile:
        facts.append(f"hostile name: {tutors.hostile[tutor]}")
    return "; ".join(facts)


def tutor_id(tutor: int) -> str:
    """Spell the id of a tutor."""
    return f"t{tutor + 1:05d}"
