"""What the run page says of the night: sums that do not add up, logs that stop short, odd days."""

from datetime import date, timedelta

import plotly.graph_objects as go
import polars as pl
import pytest

from dashboards import figures
from dashboards.pages import accounts
from dashboards.theme import LIGHT
from tutor_reliability.landing.reasons import REASONS

DAY = date(2026, 10, 31)
SOUND = {
    "source": "canonical",
    "log": "sessions",
    "received": 10,
    "landed": 6,
    "duplicate": 1,
    "superseded": 1,
    "rejected": 1,
    "elsewhere": 1,
    "last_file": "sessions.csv",
    "last_known_from": None,
}


def sums(*rows):
    """Give the last cell of each row of the sum, as text."""
    return [str(row[-1]) for row in accounts.accounts_card(pl.DataFrame(rows)).table.rows]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param({}, "Yes", id="each row became one thing"),
        pytest.param({"landed": 4}, "2 lost", id="two are nowhere"),
        pytest.param({"elsewhere": 4}, "3 too many", id="three are counted twice"),
    ],
)
def test_a_sum_that_does_not_add_up_says_by_how_much(change, said):
    [cell] = sums(SOUND | change)

    assert said in cell
    assert ("pill ok" in cell) == (said == "Yes")


def test_the_total_is_wrong_where_one_log_is():
    one, other, total = sums(SOUND, SOUND | {"log": "tutors", "landed": 5})

    assert "Yes" in one
    assert "1 lost" in other
    assert "1 lost" in total


def test_other_events_are_no_rows_set_aside(hostile):
    words = hostile.read("run.html").words

    assert "1 record of other events, no fault" in words
    assert "1 other event" in words


def test_a_reason_says_what_it_means_and_what_to_do(hostile):
    assert REASONS["unknown_status"][1:] in hostile.read("run.html").words


def test_a_log_that_stops_short_says_where_and_what_is_due(red):
    words = red.read("run.html").words

    assert "Stops short" in words
    assert "48 rows" in words
    assert "sessions of canonical stop short of" in words


def test_what_tonight_healed_is_said_in_its_own_words(hostile):
    assert (
        "1 file of cancellations came after its day was closed." in hostile.read("run.html").words
    )


def test_surges_and_bursts_say_how_many_of_how_many(hostile):
    words = hostile.read("run.html").words

    assert "12 of 31" in words
    assert "64 in 7 minutes" in words


def test_a_surge_is_proposed_as_lines_to_paste_and_as_nothing_more(hostile):
    page = hostile.read("run.html")

    assert "Would take out 14 late sessions." in page.words
    assert "[[amnesty]]" in page.words
    assert 'decided_by = ""' in page.words


def volume(*verdicts):
    return pl.DataFrame(
        [
            {
                "day": DAY - timedelta(days=ago),
                "counted": 400,
                "weeks": 2 if verdict == "unknown" else 8,
                "usual": None if verdict == "unknown" else 390.0,
                "unusual_low": None if verdict == "unknown" else 250.0,
                "unusual_high": None if verdict == "unknown" else 530.0,
                "verdict": verdict,
            }
            for ago, verdict in enumerate(reversed(verdicts))
        ]
    ).reverse()


def test_a_day_outside_the_usual_has_a_shape_of_its_own():
    spec = figures.sessions_by_day(volume("usual", "unusual", "implausible"))
    shapes = {one["name"]: one["marker"]["symbol"] for one in spec["data"] if "marker" in one}

    assert shapes == {"As usual": "circle", "Unusual": "diamond", "Implausible": "x"}
    assert go.Figure(spec).data


def test_the_usual_range_is_drawn_only_where_it_is_known():
    spec = figures.sessions_by_day(volume("unknown", "unknown", "usual"))
    band = next(one for one in spec["data"] if one.get("name") == "Usual for the weekday")

    assert band["x"] == ["2026-10-31"]


def logs(count, **changes):
    row = {
        "name": "sessions",
        "newest_hour": 23.5,
        "usual_hour": 23.8,
        "newest_event": "2026-10-31 23:30",
        "usual_newest": "2026-10-31 23:48",
        "stops_short": False,
    }
    return pl.DataFrame([row | changes] * count)


def test_a_log_that_ended_days_ago_is_drawn_at_the_beginning_of_the_day():
    spec = figures.reach_by_log(logs(1, newest_hour=-40.0, stops_short=True))
    short = next(one for one in spec["data"] if one.get("name") == "Stops short")

    assert short["x"] == [0]
    assert short["marker"] == {"color": LIGHT.late, "symbol": "x", "size": 12}


def test_of_many_logs_the_first_twelve_are_drawn():
    spec = figures.reach_by_log(logs(40))

    assert len(spec["layout"]["yaxis"]["ticktext"]) == 12


def test_a_log_whose_usual_hour_is_not_known_is_drawn_without_it():
    spec = figures.reach_by_log(logs(1, usual_hour=None, usual_newest=None))

    assert [one["name"] for one in spec["data"]] == ["Reaches", "Usual for the weekday"]
    assert spec["data"][1]["x"] == []
    assert go.Figure(spec).data
