"""The document and the page of the proof bench are what its newest kept result says."""

import json
import re
from pathlib import Path

import plotly.graph_objects as go
import pytest

from benchmarks.evidence.__main__ import newest
from benchmarks.evidence.drawn import cards
from benchmarks.evidence.told import CALIBRATION, DOCUMENT, PAGE, write

ROOT = Path(__file__).parents[3]
WAY = {"false_flags": 3.6, "found_in_60": 0.697, "precision": 0.945}
OTHER = {"false_flags": 0.0, "found_in_60": 0.978, "precision": 0.665}
CASES = [("base, 20,000", {"ours": WAY, "a count": OTHER})]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    root = tmp_path_factory.mktemp("checkout")
    for name in (DOCUMENT, CALIBRATION):
        (root / name).parent.mkdir(parents=True)
    write(newest(), root)
    return root


@pytest.mark.parametrize("name", [DOCUMENT, PAGE, CALIBRATION])
def test_what_is_checked_in_is_the_newest_result(written, name):
    assert (ROOT / name).read_text("utf-8") == (written / name).read_text("utf-8"), (
        f"{name}: not as the newest kept result says; run python -m benchmarks.evidence --redraw"
    )


def test_the_page_borrows_only_what_is_checked_in(written):
    text = (written / PAGE).read_text("utf-8")
    asked = re.findall(r"<(?:script|link)[^>]+(?:src|href)=\"(.*?)\"", text)

    assert len(text) < 100_000
    assert len(asked) > 3
    assert all((ROOT / PAGE).parent.joinpath(one).is_file() for one in asked)


def test_each_figure_says_the_numbers_of_its_table():
    for card in cards(CASES):
        go.Figure(card.figure.spec)
        (ours, other) = card.figure.numbers.rows

        assert ours == ["base, 20,000", "ours", "3.6", "69.7%", "94.5%"]
        assert other[2] == "0.0"


def test_no_false_flag_at_all_still_has_its_place_on_a_logarithmic_axis():
    cost = cards(CASES)[0].figure.spec["data"]

    assert [one["x"] for one in cost] == [[3.6], [0.1]]


def test_no_two_ways_to_flag_look_alike(written):
    specs = re.findall(
        r'<script type="application/json" id="spec-[\w-]+">(.*?)</script>',
        (written / PAGE).read_text("utf-8"),
    )
    for spec in map(json.loads, specs):
        looks = [(one["marker"]["color"], one["marker"]["symbol"]) for one in spec["data"]]
        assert len(set(looks)) == len(looks) > 1
    assert specs
