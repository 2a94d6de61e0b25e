"""Every figure of a site is one that Plotly accepts, in colours that have a dark twin."""

import json
import re
from datetime import date

import plotly.graph_objects as go
import polars as pl
import pytest

from dashboards import figures
from dashboards.simulated import read
from dashboards.theme import CONFIG, TEMPLATE, dark_twins
from tests.figures.world import HOSTILE

COLOUR = re.compile(r"#[0-9A-Fa-f]{3,8}\b|rgba?\([^)]*\)")
DRAWN = {
    "index.html": {"weeks"},
    "queue.html": {"intervals"},
    "trends.html": {"weeks", "funnel", "notice", "causes", "hours"},
    "run.html": {"reach", "volume", "arrivals"},
    "fairness.html": {"evidence", "rules"},
    "tutors/T-00001.html": {"year", "trail", "strip", "chances", "events"},
}


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


@pytest.fixture(scope="module")
def specs(hostile, tiny):
    return [
        (page, name, spec)
        for site in (hostile, tiny)
        for page in [one for one in site.pages() if "/" not in one or one.endswith("1.html")]
        for name, spec in site.specs(page).items()
    ]


@pytest.mark.parametrize(("page", "names"), DRAWN.items(), ids=DRAWN)
def test_a_page_draws_its_figures(hostile, page, names):
    assert set(hostile.specs(page)) == names


def test_plotly_accepts_every_figure(specs):
    for page, name, spec in specs:
        assert go.Figure(spec).to_dict()["data"], f"{page} {name} draws nothing"


def test_plotly_accepts_the_template():
    assert go.Figure(layout={"template": TEMPLATE}).layout.template.layout.font.size


def test_nothing_is_sent_to_a_cloud():
    assert CONFIG["showSendToCloud"] is False
    assert CONFIG["displaylogo"] is False


def test_every_colour_has_a_dark_twin(specs):
    known = dark_twins()
    said = {text for _, _, spec in specs for text in strings(spec) if COLOUR.fullmatch(text)}
    said |= {text for text in strings(TEMPLATE) if COLOUR.fullmatch(text)}

    assert said - known.keys() == set()


def test_names_cannot_be_markup_in_a_figure(specs):
    """Plotly reads <a>, <b>, <i>, <sub>, … in any text: a stranger's may not arrive as such."""
    known = re.compile(r"</?(?:b|br|extra)>")
    found = {text for _, _, spec in specs for text in strings(spec) if "<" in known.sub("", text)}

    assert found == set()


def test_hostile_names_are_drawn_as_they_are(hostile):
    said = json.dumps(hostile.specs("queue.html") | hostile.specs("trends.html"))

    assert "&lt;script&gt;" in said
    assert HOSTILE[0] not in said


def test_a_spec_holds_only_what_json_knows(specs):
    for _, _, spec in specs:
        assert json.loads(json.dumps(spec, allow_nan=False)) == spec


def test_too_few_sessions_leave_a_gap_and_not_a_zero():
    trail = pl.DataFrame(
        {
            "day": [date(2026, 10, 1), date(2026, 10, 8), date(2026, 10, 15)],
            "exposure": [12, 9, 12],
            "late": [3, 3, 3],
            "rate": [0.25, None, 0.25],
            "low": [0.1, None, 0.1],
            "high": [0.5, None, 0.5],
        }
    )
    peers = trail.select("day", low=pl.lit(0.0), high=pl.lit(0.1))

    drawn = figures.rate_over_time(trail, peers, limit=0.05)["data"]
    tutor = next(one for one in drawn if one.get("name") == "This tutor")
    few = next(one for one in drawn if one.get("name") == "Too few to judge")

    assert tutor["y"] == [0.25, None, 0.25]
    assert few["x"] == ["2026-10-08"]


def funnel_world(count):
    return pl.DataFrame(
        {
            "name": [f"Tutor {number}" for number in range(count)],
            "exposure": [10 + number % 90 for number in range(count)],
            "late": [number % 3 for number in range(count)],
            "rate": [number % 3 / (10 + number % 90) for number in range(count)],
            "span": ["0 % to 9 %"] * count,
            "state": ["flagged" if number == 7 else "plain" for number in range(count)],
        }
    )


def test_a_funnel_of_many_tutors_bins_those_without_a_flag():
    spec = figures.funnel(funnel_world(3000), centre=0.03, limit=0.05, min_volume=10)
    plain = next(one for one in spec["data"] if one["name"].startswith("Nobody is asked"))
    flagged = next(one for one in spec["data"] if one["name"].startswith("Flagged"))

    assert sum(plain["customdata"]) == 2999
    assert len(plain["x"]) < 1500
    assert len(flagged["x"]) == 1


@pytest.mark.parametrize(("sessions", "side"), [(99, "middle left"), (12, "middle right")])
def test_a_name_stands_where_it_is_not_cut_off(sessions, side):
    farthest = funnel_world(90).with_columns(
        state=pl.when(pl.col("exposure") == sessions).then(pl.lit("flagged")).otherwise("state"),
        rate=pl.when(pl.col("exposure") == sessions).then(0.9).otherwise("rate"),
    )
    spec = figures.funnel(farthest, centre=0.03, limit=0.05, min_volume=10)
    named = next(one for one in spec["data"] if one.get("mode") == "text")

    assert dict(zip(named["x"], named["textposition"], strict=True))[sessions] == side


def test_a_queue_of_many_draws_the_next_twenty_five():
    cases = pl.DataFrame(
        {
            "place": range(1, 41),
            "name": ["Ada"] * 40,
            "late": [3] * 40,
            "sessions": [20] * 40,
            "rate": [0.15] * 40,
            "low": [0.05] * 40,
            "high": [0.36] * 40,
        }
    )

    assert len(figures.queue_intervals(cases, limit=0.05)["data"][0]["y"]) == 25


def test_words_behind_a_range_have_room_even_where_it_ends_at_all_sessions():
    everything = {"place": 1, "name": "A", "late": 7, "sessions": 7, "rate": 1.0}
    cases = pl.DataFrame([{**everything, "low": 0.65, "high": 1.0}])
    layout = figures.queue_intervals(cases, limit=0.05)["layout"]

    assert layout["annotations"][0]["x"] == 1.0
    assert 1.15 < layout["xaxis"]["range"][1] < 1.2


def test_a_reliability_diagram_holds_each_band_between_its_ends():
    bands = read(
        {
            "calibration": [
                {"low": 0.5, "high": 0.9, "tutors": 40, "truly": 28},
                {"low": 0.9, "high": 1.0, "tutors": 3, "truly": 3},
            ]
        }
    ).bands
    spec = figures.reliability_diagram(bands, observed="Share truly above the limit")
    drawn = go.Figure(spec).data[1]

    assert list(drawn.y) == [0.7, 1.0]
    assert list(drawn.error_y.array) == [pytest.approx(0.1341, abs=1e-3), 0.0]
    assert list(drawn.error_y.arrayminus) == [pytest.approx(0.1654, abs=1e-3), 0.7076]


def test_sessions_of_a_spell_are_joined_and_those_of_a_week_stand_above_each_other():
    events = pl.DataFrame(
        {
            "day": [date(2026, 10, 5), date(2026, 10, 6), date(2026, 10, 20)],
            "session_id": ["s1", "s2", "s3"],
            "spell_no": [1, 1, None],
            "treatment": ["counted", "same_spell", "counted"],
            "words": ["one", "two", "three"],
        }
    )
    spec = figures.events_by_week(events, first=date(2026, 5, 3), last=date(2026, 10, 31))
    spell, counted, same = go.Figure(spec).data

    assert (list(spell.x), list(spell.y)) == (["2026-10-05", "2026-10-06", None], [1, 2, None])
    assert (list(counted.y), list(same.y)) == ([1, 1], [2])


def test_days_on_which_too_little_was_known_are_a_gap_in_the_chance():
    points = pl.DataFrame(
        {
            "signal": ["late_sessions"] * 3,
            "day": [date(2026, 10, 4), date(2026, 10, 11), date(2026, 10, 18)],
            "chance": [0.0, 0.62, 0.93],
            "events": [2, 3, 4],
        }
    )
    chance, few = figures.chance_over_time(points, [(0.9, "a person is asked from 90 %")])["data"]

    assert chance["y"] == [None, 0.62, 0.93]
    assert few["x"] == ["2026-10-04"]


def test_an_open_ratio_is_drawn_to_the_edge():
    groups = pl.DataFrame(
        {"group": ["Tenure: new"], "ratio": [0.0], "low": [0.0], "high": [None], "observed": [0],
         "expected": [0.4]},
        schema_overrides={"high": pl.Float64},
    )  # fmt: skip
    (drawn,) = go.Figure(figures.group_ratios(groups)).data

    assert (list(drawn.x), list(drawn.error_x.array)) == ([0.1], [9.9])
