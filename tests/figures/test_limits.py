"""The limits of chance agree with exact tests and with what others published."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from dashboards.limits import funnel_limits, run_chart_limits

NHS = Path(__file__).with_name("laney_nhs_accidents.csv")


@given(
    sessions=st.integers(1, 800),
    centre=st.floats(0.005, 0.4),
    inside=st.sampled_from([0.95, 0.998]),
)
def test_a_tutor_is_outside_just_where_the_exact_test_says_so(sessions, centre, inside):
    tail = (1 - inside) / 2
    low, high = (float(edge[0]) for edge in funnel_limits([sessions], centre=centre, inside=inside))
    late = np.arange(sessions + 1)
    above, below = binom.sf(late - 1, sessions, centre), binom.cdf(late, sessions, centre)
    clear = np.abs(above - tail) > 1e-9
    top = np.inf if np.isnan(high) else high

    assert ((late / sessions >= top - 1e-12) == (above <= tail))[clear].all()
    clear = np.abs(below - tail) > 1e-9
    bottom = low if low > 0 else -np.inf
    assert ((late / sessions <= bottom + 1e-12) == (below <= tail))[clear].all()


def test_a_tutor_with_one_session_can_lie_outside_on_no_side():
    low, high = funnel_limits([1], centre=0.03, inside=0.998)

    assert low[0] == 0
    assert np.isnan(high[0])


def test_limits_narrow_with_every_session():
    _, high = funnel_limits(np.geomspace(3, 5000, 400), centre=0.03, inside=0.998)

    assert (np.diff(high) < 0).all()


def test_weekly_limits_are_laneys():
    """NHS accident departments, Mohammed et al. 2013 (BMJ Qual Saf 22:362), as R qicharts2 does."""
    data = pl.read_csv(NHS)
    centre, widening, low, high = run_chart_limits(data["r"], data["n"])

    assert centre == pytest.approx(0.9528997113)
    assert widening == pytest.approx(10.64042186)
    assert (low[0], high[0]) == pytest.approx((0.94012964, 0.96566978))


def test_weeks_alike_are_never_bound_tighter_than_chance():
    centre, widening, low, high = run_chart_limits([30] * 10, [1000] * 10)

    assert widening == 1
    assert high[0] - centre == pytest.approx(3 * np.sqrt(0.03 * 0.97 / 1000))
    assert low[0] == pytest.approx(2 * centre - high[0])


def test_one_week_of_outage_does_not_widen_the_usual_range():
    calm = [30, 33, 28, 31, 27, 32, 30, 29, 34, 28, 31, 30]
    stormy = [*calm[:6], 160, *calm[6:]]

    assert run_chart_limits(stormy, [1000] * 13)[1] < 1.5
