"""Pairs weighed by hand are weighed as the night does, ratio by ratio."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_reliability.evidence.detectors.student_cancels import (
    STUDENTS,
    Pairs,
    expected_by_one,
    log_likelihood,
)
from tutor_reliability.evidence.ratio import TWO_KINDS, Weighed, density
from tutor_reliability.evidence_again.belief import Kind
from tutor_reliability.evidence_again.student_cancels import Pair, expected_of, weighed


def kinds(mixture) -> tuple[Kind, ...]:
    parts = zip(mixture.weights, mixture.shapes, mixture.rates, strict=True)
    return tuple(Kind(share=share, shape=shape, rate=rate) for share, shape, rate in parts)


def counts(most: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.integers(0, most).flatmap(
        lambda all_of: st.tuples(st.integers(0, all_of), st.just(all_of))
    )


@given(st.lists(st.tuples(counts(40), counts(300)), min_size=1, max_size=12))
def test_every_ratio_is_as_likely_as_the_night_has_it(drawn) -> None:
    pairs = [Pair(*here, *elsewhere) for here, elsewhere in drawn]
    figures = np.array([(*here, *elsewhere) for here, elsewhere in drawn], dtype=np.float64).T
    night = Weighed.of(
        log_likelihood(
            Pairs(
                tutor=np.zeros(len(pairs), dtype=np.int64),
                late=figures[0],
                sessions=figures[1],
                late_elsewhere=figures[2],
                sessions_elsewhere=figures[3],
            ),
            STUDENTS,
            tutors=1,
        ),
        density(TWO_KINDS),
    )

    assert weighed(pairs, kinds(STUDENTS), kinds(TWO_KINDS)) == pytest.approx(
        list(night.weights[0]), rel=1e-7, abs=1e-12
    )


def test_what_is_expected_of_a_pair_is_what_its_student_does_elsewhere() -> None:
    shape, rate = expected_by_one(STUDENTS)

    assert expected_of(Pair(1, 10, 3, 50), kinds(STUDENTS)) == pytest.approx(
        10 * (shape + 3) / (rate + 50), abs=1e-4
    )
