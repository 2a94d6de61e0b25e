"""The arithmetic of the side detectors: who looks like it and is not, and the sums beneath."""

from dataclasses import replace

import numpy as np
import pytest

from tutor_reliability.evidence.detectors.chain import Moves
from tutor_reliability.evidence.detectors.habit import HabitPeers
from tutor_reliability.evidence.detectors.near_line import NearLinePeers, Notices
from tutor_reliability.evidence.detectors.peers import but_the_most, usual_rate
from tutor_reliability.evidence.detectors.quiet_pairs import QuietPeers
from tutor_reliability.evidence.detectors.spells import spells
from tutor_reliability.evidence.detectors.stretch import Stretch
from tutor_reliability.evidence.detectors.student_cancels import (
    STUDENTS,
    Pairs,
    expected_by_one,
    log_likelihood,
    pair_likelihood,
)
from tutor_reliability.evidence.ratio import ONE_KIND, TWO_KINDS, Weighed, density
from tutor_reliability.evidence.windows import Asked
from tutor_reliability.pooling import Prior

NEAR_LINE = NearLinePeers(rate=0.002, share=0.15, spread=ONE_KIND, tutors=0)
HABIT = HabitPeers(rate=0.005, spread=TWO_KINDS, tutors=400)
QUIET = QuietPeers(
    share=0.15, spread=Prior(late=3, kept=17), own_spread=Prior(late=3, kept=97), tutors=400
)


def floats(*figures) -> np.ndarray:
    return np.array(figures, dtype=float)


def days(*figures) -> np.ndarray:
    return np.array(figures, dtype=np.int64)


def bunching(near: int, around: int, sessions: int) -> float:
    seen = Notices(near=floats(near), around=floats(around), sessions=floats(sessions))
    return float(NEAR_LINE.chance(seen, ratio=3, odds=1.5)[0])


@pytest.mark.parametrize(
    ("near", "around", "sessions", "is_found"),
    [
        pytest.param(6, 8, 100, True, id="most of the few around the line"),
        pytest.param(6, 40, 100, False, id="as many as around the line anyway"),
        pytest.param(6, 8, 2_000, False, id="in so many sessions"),
        pytest.param(1, 1, 100, False, id="once"),
    ],
)
def test_bunching_is_often_and_more_than_around_the_line(near, around, sessions, is_found) -> None:
    assert (bunching(near, around, sessions) > 0.9) == is_found


def test_peers_who_are_reminded_set_the_share() -> None:
    seen = Notices(near=np.full(400, 4.0), around=np.full(400, 6.0), sessions=np.full(400, 150.0))
    peers = NearLinePeers.of(seen, fewest=150)
    assert peers.share == pytest.approx(4 / 6, abs=0.01)
    assert peers.chance(seen, ratio=3, odds=1.5).max() < 0.1


def test_who_does_it_most_does_not_set_the_standard() -> None:
    events, trials = np.append(np.ones(98), [200.0, 300.0]), np.full(100, 100.0)
    usual = but_the_most(events, trials)
    assert usual.tolist() == [True] * 98 + [False] * 2
    assert usual_rate(events[usual], trials[usual]) == pytest.approx(98.5 / 9_800)


@pytest.mark.parametrize(
    ("events", "trials", "chosen"),
    [
        pytest.param([5.0], [9.0], [True], id="one tutor is all there is"),
        pytest.param([5.0, 1.0], [9.0, 9.0], [False, True], id="of two, the one who did less"),
        pytest.param([5.0, 1.0], [9.0, 0.0], [True, False], id="who never taught is no peer"),
    ],
)
def test_few_peers(events, trials, chosen) -> None:
    assert but_the_most(floats(*events), floats(*trials)).tolist() == chosen


def test_no_event_among_peers_is_not_never() -> None:
    assert usual_rate(floats(0, 0), floats(40, 60)) == pytest.approx(0.005)


@pytest.mark.parametrize(
    ("events", "trials", "is_found"),
    [
        pytest.param(6, 100, True, id="twelve times the usual"),
        pytest.param(6, 1_000, False, id="about as usual"),
        pytest.param(3, 180, False, id="three times, thrice: may be chance"),
    ],
)
def test_a_habit_is_far_more_often_than_usual(events, trials, is_found) -> None:
    assert (HABIT.chance(floats(events), floats(trials), 3)[0] > 0.9) == is_found
    low, high = HABIT.bounds(floats(events), floats(trials), 0.9)
    assert 0 < low[0] < high[0]


def pairs(*rows) -> Pairs:
    """Give pairs of one tutor: late, sessions, late elsewhere, sessions elsewhere."""
    columns = np.array(rows, dtype=float).T
    return Pairs(
        tutor=np.zeros(len(rows), dtype=np.int64),
        late=columns[0],
        sessions=columns[1],
        late_elsewhere=columns[2],
        sessions_elsewhere=columns[3],
    )


@pytest.mark.parametrize(
    ("seen", "is_found"),
    [
        pytest.param([(2, 10, 0, 12)] * 8, True, id="many who do so with this tutor alone"),
        pytest.param([(2, 10, 3, 12)] * 8, False, id="many who do so everywhere"),
        pytest.param([(8, 10, 0, 0)], False, id="one who knows no other tutor"),
        pytest.param([(8, 10, 0, 0), *[(0, 10, 0, 12)] * 7], False, id="one of eight"),
        pytest.param([(2, 10, 0, 0)] * 8, True, id="eight who know no other tutor"),
    ],
)
def test_late_cancellations_are_held_against_these_very_students(seen, is_found) -> None:
    likely = log_likelihood(pairs(*seen), STUDENTS, tutors=1)
    assert (Weighed.of(likely, density(TWO_KINDS)).above(1.5)[0] > 0.9) == is_found


def test_pairs_are_weighed_one_by_one_and_added_by_tutor() -> None:
    seen = [(2, 10, 0, 12), (0, 4, 1, 9), (2, 10, 0, 12), (1, 7, 0, 0)]
    rows = replace(pairs(*seen), tutor=days(0, 0, 2, 2))
    likely = log_likelihood(rows, STUDENTS, tutors=3)
    each = pair_likelihood(rows, STUDENTS)
    assert likely == pytest.approx(np.stack([each[0] + each[1], 0 * each[0], each[2] + each[3]]))


def test_one_gamma_has_the_mean_and_spread_of_a_mixture() -> None:
    rng = np.random.default_rng(1)
    kind = rng.choice(2, 200_000, p=STUDENTS.weights)
    drawn = rng.gamma(np.array(STUDENTS.shapes)[kind], 1 / np.array(STUDENTS.rates)[kind])
    shape, rate = expected_by_one(STUDENTS)
    assert shape / rate == pytest.approx(drawn.mean(), rel=0.02)
    assert shape / rate**2 == pytest.approx(drawn.var(), rel=0.05)


@pytest.mark.parametrize(
    ("quiet", "of", "held", "is_found"),
    [
        pytest.param(7, 8, (1, 60), True, id="nearly all"),
        pytest.param(2, 8, (1, 60), False, id="as of anybody"),
        pytest.param(7, 8, (40, 60), False, id="of a tutor whom students leave anyway"),
    ],
)
def test_pairs_go_quiet_more_than_after_any_cancellation(quiet, of, held, is_found) -> None:
    expected = QUIET.expected(floats(held[0]), floats(held[1]))
    assert (QUIET.chance(floats(quiet), floats(of), expected, 1.5)[0] > 0.9) == is_found


def test_a_tutor_whom_students_stay_with_is_held_against_the_usual_share() -> None:
    assert QUIET.expected(floats(0), floats(500))[0] == pytest.approx(0.15)


@pytest.mark.parametrize(
    ("day", "numbers"),
    [
        pytest.param([1, 2, 5], [1, 1, 1], id="within three days"),
        pytest.param([1, 5], [1, 2], id="four days apart"),
        pytest.param([1, 1], [1, 1], id="twice a day"),
        pytest.param([1, 4, 7, 10, 11], [1, 1, 1, 1, 2], id="no longer than ten days"),
    ],
)
def test_days_that_follow_each_other_closely_are_one_spell(day, numbers) -> None:
    tutor = np.zeros(len(day), dtype=np.int64)
    assert spells(tutor, days(*day), longest_gap=3, longest_spell=10).tolist() == numbers


def test_a_spell_is_of_one_tutor() -> None:
    assert spells(days(0, 0, 1), days(1, 9, 9), longest_gap=3, longest_spell=10).tolist() == [
        1, 2, 1,
    ]  # fmt: skip


def test_stretches_are_sums_of_the_days_they_hold() -> None:
    rng = np.random.default_rng(5)
    tutor, day = np.sort(rng.integers(0, 9, 300)), rng.integers(700, 900, 300)
    order = np.lexsort((day, tutor))
    tutor, day, figure = tutor[order], day[order], rng.integers(0, 5, 300).astype(float)
    asked = Asked(tutor=rng.integers(0, 10, 80), day=rng.integers(680, 940, 80))
    for length in (1, 30, 400, None):
        (found,) = Stretch.of(tutor, day, figure).within(asked, length)
        for at, (of, last) in enumerate(zip(asked.tutor, asked.day, strict=True)):
            first = -1 if length is None else last - length
            inside = (tutor == of) & (day <= last) & (day > first)
            assert found[at] == figure[inside].sum()


def test_no_days_sum_to_nothing() -> None:
    empty = Stretch.of(days(), days(), floats())
    assert empty.within(Asked(tutor=days(3), day=days(800)), 30)[0].tolist() == [0.0]


def test_the_longest_chain_is_of_one_lesson_within_the_days() -> None:
    moves = Moves(tutor=days(1, 1, 1, 1, 2), lesson=days(0, 0, 0, 1, 2), day=days(1, 5, 9, 9, 9))
    asked = Asked(tutor=days(0, 1, 1, 1, 2), day=days(9, 5, 9, 12, 9))
    assert moves.longest(asked, 10).tolist() == [0, 2, 3, 2, 1]


def test_without_moves_there_is_no_chain() -> None:
    moves = Moves(tutor=days(), lesson=days(), day=days())
    assert moves.longest(Asked(tutor=days(0), day=days(9)), 10).tolist() == [0]
