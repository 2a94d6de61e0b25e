"""Chances by hand are those of the night: two programs, one answer; and both are the library's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammainc, gammaincc

from tutor_reliability.evidence.change import current_rates, intervals, last_change
from tutor_reliability.evidence.mixture import Mixture
from tutor_reliability.evidence_again.belief import Kind, Weeks, believed, weighed_starts
from tutor_reliability.evidence_again.gamma import share_above, share_below

KINDS = [Kind(share=0.92, shape=5.25, rate=350.0), Kind(share=0.08, shape=7.56, rate=63.0)]
PRIOR = Mixture(
    weights=tuple(one.share for one in KINDS),
    shapes=tuple(one.shape for one in KINDS),
    rates=tuple(one.rate for one in KINDS),
)
HAZARD, LIMIT, LEFT_OUT = 0.06, 0.05, 6e-5


@pytest.mark.parametrize("shape", [1e-3, 0.5, 1.0, 5.25, 60.0, 2000.0])
@pytest.mark.parametrize("times", [0.0, 1e-6, 0.3, 0.999, 1.0, 1.001, 1.5, 40.0])
def test_shares_of_a_gamma_are_those_of_the_library(shape, times) -> None:
    number = shape * times

    assert share_below(shape, number) == pytest.approx(gammainc(shape, number), rel=1e-9)
    assert share_above(shape, number) == pytest.approx(
        gammaincc(shape, number), rel=1e-9, abs=1e-300
    )


@given(st.floats(1e-3, 3000), st.floats(0, 6000))
def test_a_gamma_lies_below_or_above(shape, number) -> None:
    assert share_below(shape, number) + share_above(shape, number) == pytest.approx(1, abs=1e-12)
    assert share_above(shape, number) == pytest.approx(
        gammaincc(shape, number), rel=1e-8, abs=1e-290
    )


def test_all_of_a_gamma_lies_below_no_bound() -> None:
    assert (share_below(2.0, float("inf")), share_above(2.0, float("inf"))) == (1.0, 0.0)


@st.composite
def tutors(draw) -> tuple[Weeks, Weeks]:
    """Draw weeks of a tutor, some of what happened excused."""
    count = draw(st.integers(2, 26))
    events, load, left, rest = [], [], [], []
    for _ in range(count):
        among = draw(st.sampled_from([0.0, 1.0, 4.0, 9.25, 30.0]))
        happened = draw(st.integers(0, min(int(among), 6)))
        excused = draw(st.integers(0, happened))
        events.append(float(happened))
        load.append(among)
        left.append(float(happened - excused))
        rest.append(among - excused)
    return Weeks(left, rest), Weeks(events, load)


@given(tutors())
def test_the_belief_is_the_night_s(drawn) -> None:
    weeks, happened = drawn
    starts = last_change(HAZARD, len(weeks.events))
    asked = (np.array([weeks.events]), np.array([weeks.load]))
    seen = (np.array([happened.events]), np.array([happened.load]))
    night = current_rates(*asked, prior=PRIOR, limit=LIMIT, starts=starts, happened=seen)
    low, high = intervals(*asked, prior=PRIOR, starts=starts, happened=seen)

    found = believed(weeks, weighed_starts(happened, KINDS, HAZARD), KINDS)

    assert found.chance_above(LIMIT) == pytest.approx(night.chance_over_limit[0], abs=LEFT_OUT)
    assert found.mean == pytest.approx(night.rate[0], rel=1e-9)
    assert 1 - found.starts[-1] == pytest.approx(night.chance_of_change[0], abs=1e-9)
    assert found.starts[night.since_week[0] - 1] == pytest.approx(max(found.starts))
    assert found.bound(0.05) == pytest.approx(low[0], abs=1e-4)
    assert found.bound(0.95) == pytest.approx(high[0], abs=1e-4)


def test_where_nothing_changes_all_weeks_are_one() -> None:
    apart = believed(Weeks([2, 1], [9, 5]), [0.0, 1.0], KINDS)
    at_once = believed(Weeks([3], [14]), [1.0], KINDS)

    assert apart.since_week == 2
    assert apart.chance_above(LIMIT) == pytest.approx(at_once.chance_above(LIMIT))
