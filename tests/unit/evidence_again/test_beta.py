"""Shares and bounds of a beta distribution by hand are those of the library."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betainc, betaincinv

from tutor_reliability.evidence_again.beta import bound, share_below

SHAPES = st.floats(0.01, 1000.0)


@given(SHAPES, SHAPES, st.floats(1e-9, 1.0))
def test_a_share_is_that_of_the_library(late, kept, number) -> None:
    assert share_below(late, kept, number) == pytest.approx(
        betainc(late, kept, number), rel=1e-9, abs=1e-11
    )


@pytest.mark.parametrize("number", [-0.5, 0.0])
def test_nothing_lies_below_nothing(number) -> None:
    assert share_below(2.0, 3.0, number) == 0.0


@pytest.mark.parametrize("number", [1.0, 1.5])
def test_all_of_it_lies_below_one(number) -> None:
    assert share_below(2.0, 3.0, number) == 1.0


@given(st.floats(0.5, 500.0), st.floats(0.5, 500.0), st.sampled_from([0.05, 0.5, 0.95]))
def test_a_bound_is_that_of_the_library(late, kept, share) -> None:
    assert bound(late, kept, share) == pytest.approx(betaincinv(late, kept, share), abs=1e-9)
