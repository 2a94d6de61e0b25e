"""Exact ranges: the published vectors, and what must hold of any."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import bdtr, gammainc

from dashboards.shares import exact_ratio, exact_share

VECTORS = json.loads(
    (Path(__file__).parents[1] / "vectors" / "proportion_confint.json").read_text()
)
ROWS = VECTORS["rows"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['x']} of {row['n']} at {row['alpha']}")
def test_a_share_has_the_published_exact_range(row) -> None:
    low, high = exact_share(row["x"], row["n"], confidence=1 - row["alpha"])

    assert (low, high) == pytest.approx(row["beta"], abs=1e-6)


@given(st.integers(1, 400), st.floats(0, 1), st.floats(0.5, 0.999))
def test_a_range_holds_its_share_and_no_tail_is_larger_than_it_claims(among, part, sure) -> None:
    seen = round(part * among)
    low, high = exact_share(seen, among, confidence=sure)
    tail = (1 - sure) / 2

    assert 0 <= low <= seen / among <= high <= 1
    assert low == 0 or 1 - bdtr(seen - 1, among, low) <= tail + 1e-6
    assert high == 1 or bdtr(seen, among, high) <= tail + 1e-6


@given(st.integers(0, 200), st.floats(0.01, 500))
def test_a_ratio_lies_in_its_range_and_the_tails_are_poisson(seen, due) -> None:
    low, high = exact_ratio(seen, due)

    assert low <= seen / due <= high
    assert low == 0 or gammainc(seen, low * due) == pytest.approx(0.025, abs=1e-9)
    assert 1 - gammainc(seen + 1, high * due) == pytest.approx(0.025, abs=1e-9)


def test_nothing_seen_and_nothing_due_say_nothing() -> None:
    assert exact_share(0, 0) == (0.0, 1.0)
    assert exact_ratio(0, 0.0) == (0.0, None)
