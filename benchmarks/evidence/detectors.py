"""The side detectors on planted truth: `python -m benchmarks.evidence.detectors`.

Each world has 20,000 tutors over 26 weeks, of whom 1.5 % do what the detector is there to find, and
some who look like it and do not: who cancels much and early, unreliable students who know one
tutor, who moves lessons twice as often as usual, whose students leave anyway. The arithmetic is the
product's own, the policy's numbers are the built-in ones; beside it stand the rules one would
configure first. One lesson moved again and again is a count, and needs no proof.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.job import ROOT
from tutor_reliability.evidence.detectors.habit import HabitPeers
from tutor_reliability.evidence.detectors.near_line import (
    INSIDE,
    OUTSIDE,
    WHOLE_HOUR_SECONDS,
    NearLinePeers,
    Notices,
)
from tutor_reliability.evidence.detectors.quiet_pairs import QuietPeers
from tutor_reliability.evidence.detectors.student_cancels import (
    Pairs,
    expected_by_one,
    learn_students,
    log_likelihood,
)
from tutor_reliability.evidence.mixture import Floats, tail
from tutor_reliability.evidence.ratio import (
    ONE_KIND,
    TWO_KINDS,
    Weighed,
    density,
    learn,
    learn_weighed,
)
from tutor_reliability.policy.model.evidence import Evidence

TUTORS = 20_000
SEEDS = (1, 2, 3)
PLANTED = 0.015
_SAMPLED = 4_000
_TERMS = Evidence()
_ENOUGH = _TERMS.min_events
_REVIEW, _WATCH = 0.9, 0.7
_LINE, _NEAR = 24.0, 2.0
_WHOLE_HOUR = WHOLE_HOUR_SECONDS / 3600
_ROUNDED = 0.1
_FLAKY = 0.02
_MANY = 8
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a rule found in a world: who is flagged, who is planted."""

    world: str
    rule: str
    flagged: Bools
    planted: Bools

    @property
    def precision(self) -> float:
        """Share of the flagged who are planted."""
        return float((self.flagged & self.planted).sum() / max(self.flagged.sum(), 1))

    @property
    def recall(self) -> float:
        """Share of the planted who are flagged."""
        return float((self.flagged & self.planted).sum() / self.planted.sum())

    @property
    def false_per_1000(self) -> float:
        """Flagged of a thousand who are not planted."""
        return float(1000 * (self.flagged & ~self.planted).sum() / (~self.planted).sum())


def near_line(seed: int, bunched: float) -> Iterator[Found]:
    """Plant tutors who add 4 to 12 % cancellations just outside the line.

    Args:
        seed: Of the world.
        bunched: Share of everybody's cancellations in the two hours inside the line that come just
            outside instead, as a reminder by mail makes them.
    """
    rng, world = np.random.default_rng(seed), f"near_line, {bunched:.0%} bunched"
    sessions, kind = _sessions(rng), rng.random(TUTORS)
    planted, early = kind < PLANTED, (kind >= PLANTED) & (kind < PLANTED + 0.03)
    rate = np.where(early, rng.uniform(0.15, 0.3, TUTORS), rng.gamma(3, 0.08 / 3, TUTORS))
    honest = np.repeat(np.arange(TUTORS), rng.binomial(sessions, np.minimum(rate, 0.5)))
    hours = np.exp(np.log(np.where(early[honest], 72, 36)) + 1.2 * rng.standard_normal(len(honest)))
    inside = (hours >= _LINE - _NEAR) & (hours < _LINE)
    moved = inside & (rng.random(len(hours)) < bunched)
    hours = np.where(moved, rng.uniform(24, 26, len(hours)), hours)
    added = np.where(planted, rng.binomial(sessions, rng.uniform(0.04, 0.12, TUTORS)), 0)
    tutor = np.concatenate([honest, np.repeat(np.arange(TUTORS), added)])
    hours = np.concatenate([hours, rng.uniform(24, 26, int(added.sum()))])
    rounded = np.round(hours) + rng.uniform(-_WHOLE_HOUR, _WHOLE_HOUR, len(hours))
    hours = np.where(rng.random(len(hours)) < _ROUNDED, rounded, hours)
    told = np.abs(hours - np.round(hours)) > _WHOLE_HOUR
    near = _count(tutor[told & (hours >= _LINE) & (hours < _LINE + _NEAR)])
    first, last = _LINE - INSIDE * _NEAR, _LINE + OUTSIDE * _NEAR
    around = _count(tutor[told & (hours >= first) & (hours < last)])
    seen = Notices(near=near, around=around, sessions=sessions.astype(float))
    learnt = Notices(
        near=near[:_SAMPLED], around=around[:_SAMPLED], sessions=seen.sessions[:_SAMPLED]
    )
    peers = NearLinePeers.of(learnt, fewest=_TERMS.min_tutors)
    chance = peers.chance(seen, ratio=_TERMS.near_line_ratio, odds=_TERMS.near_line_odds)
    often = tail(near, seen.sessions * peers.rate, peers.spread, _TERMS.near_line_ratio)
    yield _rule(world, "three just outside", near >= _ENOUGH, planted)
    yield _rule(world, "often alone, 90 %", (near >= _ENOUGH) & (often >= _REVIEW), planted)
    yield from _ours(world, chance, near, planted)


def student_cancels(seed: int, tutors_a_student: float) -> Iterator[Found]:
    """Plant tutors with 6 to 15 % more late cancellations in their students' names.

    Args:
        seed: Of the world.
        tutors_a_student: How many tutors a student has on average; 2 % of the students cancel 20 to
            50 % of their sessions themselves.
    """
    rng, world = np.random.default_rng(seed), f"student_cancels, {tutors_a_student:g} a student"
    sessions, planted = _sessions(rng), rng.random(TUTORS) < PLANTED
    students = int(TUTORS * 8 / tutors_a_student)
    tutor = np.repeat(np.arange(TUTORS), 1 + rng.poisson(7, TUTORS))
    student, weight = rng.integers(0, students, len(tutor)), rng.gamma(1, 1, len(tutor))
    of_pair = rng.poisson(sessions[tutor] * weight / _sum(tutor, weight, TUTORS)[tutor])
    tutor, student, of_pair = (one[of_pair > 0] for one in (tutor, student, of_pair))
    own = rng.beta(2, 60, students)
    flaky = rng.random(students) < _FLAKY
    own[flaky] = rng.uniform(0.2, 0.5, int(flaky.sum()))
    more = np.where(planted, rng.uniform(0.06, 0.15, TUTORS), 0.0)
    late = rng.binomial(of_pair, np.minimum(own[student] + more[tutor], 1.0)).astype(float)
    whole, all_late = _sum(student, of_pair, students), _sum(student, late, students)
    pairs = Pairs(
        tutor=tutor,
        late=late,
        sessions=of_pair.astype(float),
        late_elsewhere=all_late[student] - late,
        sessions_elsewhere=whole[student] - of_pair,
    )
    yield from _of_pairs(world, pairs, (all_late[:8_000], whole[:8_000]), planted)


def _of_pairs(
    world: str, pairs: Pairs, students: tuple[Floats, Floats], planted: Bools
) -> Iterator[Found]:
    kinds = learn_students(*students, fewest=_TERMS.min_tutors)
    shape, rate = expected_by_one(kinds)
    each = (shape + pairs.late_elsewhere) / (rate + pairs.sessions_elsewhere)
    late = _sum(pairs.tutor, pairs.late, TUTORS)
    expected = _sum(pairs.tutor, pairs.sessions * each, TUTORS)
    ratio, enough = _TERMS.student_ratio, late >= _ENOUGH
    spread, _ = learn(late[:_SAMPLED], expected[:_SAMPLED], start=ONE_KIND, fewest=1)
    summed = tail(late, expected, spread, ratio)
    likely = log_likelihood(pairs, kinds, tutors=TUTORS)
    spread, _ = learn_weighed(likely[:_SAMPLED], start=TWO_KINDS, fewest=1)
    apart = enough & (late > ratio * expected)
    chance = tail(late, expected, spread, ratio)
    chance[apart] = Weighed.of(likely[apart], density(spread)).above(ratio)
    yield _rule(world, "eight of them", late >= _MANY, planted)
    yield _rule(world, "sums alone, 90 %", enough & (summed >= _REVIEW), planted)
    yield from _ours(world, chance, late, planted)


def emergency_habit(seed: int) -> Iterator[Found]:
    """Plant tutors with an emergency on 4 to 12 % of their days; 2 % have twice the usual."""
    rng = np.random.default_rng(seed)
    days = np.minimum(_sessions(rng), rng.integers(26, 150, TUTORS)).astype(float)
    kind = rng.random(TUTORS)
    planted, more = kind < PLANTED, (kind >= PLANTED) & (kind < PLANTED + 0.02)
    rate = np.where(more, 0.012, rng.gamma(2, 0.003, TUTORS))
    rate = np.where(planted, rng.uniform(0.04, 0.12, TUTORS), rate)
    yield from _habit("emergency_habit", rng.poisson(rate * days).astype(float), days, planted)


def reschedule_churn(seed: int) -> Iterator[Found]:
    """Plant tutors who move 12 to 30 % of their sessions; 3 % move twice the usual."""
    rng = np.random.default_rng(seed)
    sessions, kind = _sessions(rng).astype(float), rng.random(TUTORS)
    planted, more = kind < PLANTED, (kind >= PLANTED) & (kind < PLANTED + 0.03)
    rate = np.where(more, rng.uniform(0.06, 0.08, TUTORS), rng.gamma(3, 0.01, TUTORS))
    rate = np.where(planted, rng.uniform(0.12, 0.3, TUTORS), rate)
    moved = rng.binomial(sessions.astype(int), np.minimum(rate, 1.0)).astype(float)
    yield from _habit("reschedule_churn", moved, sessions, planted)


def quiet_pairs(seed: int) -> Iterator[Found]:
    """Plant tutors whose pairs go quiet after 50 to 90 % of their cancellations, usually 15 %.

    Of 3 % of tutors pairs go quiet twice as often as usual, with a cancellation and without.
    """
    rng = np.random.default_rng(seed)
    pairs, any_pairs = rng.poisson(5, TUTORS), rng.poisson(5, TUTORS)
    held, kind = rng.poisson(60, TUTORS), rng.random(TUTORS)
    planted, leave = kind < PLANTED, (kind >= PLANTED) & (kind < PLANTED + 0.03)
    share = np.where(leave, 0.3, rng.beta(9, 51, TUTORS))
    own = np.where(planted, rng.uniform(0.5, 0.9, TUTORS), share)
    quiet = rng.binomial(pairs, own).astype(float)
    after_own = (quiet, pairs.astype(float))
    after_others = rng.binomial(any_pairs, share).astype(float)
    after_any = (quiet + after_others, (pairs + any_pairs).astype(float))
    faded = rng.binomial(held, np.where(leave, 0.06, 0.03)).astype(float)
    without = (faded, held.astype(float))
    peers = QuietPeers.of(
        _first(after_any), _first(after_own), _first(without), fewest=_TERMS.min_tutors
    )
    chance = peers.chance(*after_own, peers.expected(*without), _TERMS.quiet_ratio)
    yield _rule("quiet_pairs", "three of them", quiet >= _ENOUGH, planted)
    yield from _ours("quiet_pairs", chance, quiet, planted)


def _first(figures: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """Give the figures of the tutors who are learnt from."""
    return figures[0][:_SAMPLED], figures[1][:_SAMPLED]


def _habit(world: str, events: Floats, trials: Floats, planted: Bools) -> Iterator[Found]:
    peers = HabitPeers.of(events[:_SAMPLED], trials[:_SAMPLED], fewest=_TERMS.min_tutors)
    chance = peers.chance(events, trials, _TERMS.habit_ratio)
    over = events > _TERMS.habit_ratio * peers.rate * trials
    yield _rule(world, "three of them", events >= _ENOUGH, planted)
    yield _rule(world, "three, and three times the usual", (events >= _ENOUGH) & over, planted)
    yield from _ours(world, chance, events, planted)


def _ours(world: str, chance: Floats, events: Floats, planted: Bools) -> Iterator[Found]:
    for least in (_REVIEW, _WATCH):
        flagged = (events >= _ENOUGH) & (chance >= least)
        yield _rule(world, f"ours, {least:.0%}", flagged, planted)


def _rule(world: str, rule: str, flagged: Bools, planted: Bools) -> Found:
    return Found(world=world, rule=rule, flagged=flagged, planted=planted)


def _sessions(rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw sessions of 26 weeks: a median of 6 a week, from one in a fortnight to 45."""
    weekly = np.clip(np.exp(rng.normal(np.log(6), 0.8, TUTORS)), 0.5, 45)
    return rng.poisson(weekly * _TERMS.weeks)


def _count(tutor: NDArray[np.int64]) -> Floats:
    return np.bincount(tutor, minlength=TUTORS).astype(np.float64)


def _sum(where: NDArray[np.int64], figures: NDArray, size: int) -> Floats:
    return np.bincount(where, figures, minlength=size).astype(np.float64)


WORLDS: tuple[Callable[[int], Iterator[Found]], ...] = (
    lambda seed: near_line(seed, 0.15),
    lambda seed: near_line(seed, 0.5),
    lambda seed: student_cancels(seed, 6),
    lambda seed: student_cancels(seed, 2.5),
    lambda seed: student_cancels(seed, 1.2),
    emergency_habit,
    reschedule_churn,
    quiet_pairs,
)


def measured() -> list[dict[str, str | float]]:
    """Run all worlds over all seeds; gives one row a world and rule, the mean of the seeds."""
    rows: dict[tuple[str, str], list[Found]] = {}
    for world in WORLDS:
        for seed in SEEDS:
            for found in world(seed):
                rows.setdefault((found.world, found.rule), []).append(found)
    return [
        {
            "world": world,
            "rule": rule,
            "precision": float(np.mean([one.precision for one in found])),
            "recall": float(np.mean([one.recall for one in found])),
            "false_per_1000": float(np.mean([one.false_per_1000 for one in found])),
        }
        for (world, rule), found in rows.items()
    ]


def table(rows: list[dict[str, str | float]]) -> list[str]:
    """Write the rows as a table of Markdown."""
    head = ["| world | rule | precision | recall | false per 1,000 |", "|---|---|---|---|---|"]
    return head + [
        f"| {one['world']} | {one['rule']} | {one['precision']:.3f} | {one['recall']:.3f} "
        f"| {one['false_per_1000']:.2f} |"
        for one in rows
    ]


def page(rows: list[dict[str, str | float]]) -> str:
    """Write the rows as a page of the documents."""
    said = (
        "# Side detectors, measured",
        (
            "Written by `python -m benchmarks.evidence.detectors`, which says what each world is. "
            f"{TUTORS:,} tutors over {_TERMS.weeks} weeks, {PLANTED:.1%} of them planted, the mean "
            f"of {len(SEEDS)} seeds, built-in policy, with {_ENOUGH} events or more. "
            "Precision: how many of the flagged are planted; recall: how many of the planted are "
            "flagged; false per 1,000 of the others. The share beside ours is the chance asked for."
        ),
        (
            "The worlds are ours: in a marketplace where tutors or students differ in other ways "
            "the figures do, too."
        ),
        "\n".join(table(rows)),
    )
    return "\n\n".join(said) + "\n"


if __name__ == "__main__":
    found = measured()
    print("\n".join(table(found)))
    (ROOT / "docs" / "evidence-detectors.md").write_text(page(found), encoding="utf-8")
