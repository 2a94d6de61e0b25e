"""A policy file says what counts, or is refused in one line that says where and what to do."""

import re
from datetime import date

import pytest

from tutor_reliability.errors import PolicyError
from tutor_reliability.policy import load, parse
from tutor_reliability.policy.durations import parse_length, shift_months
from tutor_reliability.policy.model import Comparison
from tutor_reliability.policy.parse import BUILT_IN

TEXT = (BUILT_IN / "itutor.toml").read_text(encoding="utf-8")


def refused(old: str, new: str) -> str:
    assert old in TEXT
    with pytest.raises(PolicyError) as caught:
        parse(TEXT.replace(old, new, 1), file="ours.toml")
    said = str(caught.value)
    assert "\n" not in said
    assert re.match(r"ours\.toml:\d+: ", said)
    return re.sub(r":\d+: ", ": ", said, count=1)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param('line = "24h"', 'lines = "24h"', ["ours.toml", "line"], id="misspelt key"),
        pytest.param(
            'line = "24h"', 'line = "24 hours"', ["clock.line", "24 hours"], id="no length"
        ),
        pytest.param('timezone = "UTC"', 'timezone = "Mars/One"', ["timezone"], id="no zone"),
        pytest.param(
            'by = ["student"]', 'by = ["studnt"]', ["did you mean 'student'"], id="nearest"
        ),
        pytest.param("limit = 0.05", "limit = 5", ["rate.limit"], id="limit beyond 1"),
        pytest.param('late_90d = ">=2"', 'late_91d = ">=2"', ["late_90d"], id="unknown meter"),
        pytest.param('late_90d = ">=2"', 'late_90d = "two"', ["late_90d"], id="no comparison"),
        pytest.param("human = true, ", "", ["human"], id="holds without a person"),
        pytest.param(
            'new_students = "hold_for_manager"', 'new_students = "paused"', ["person"], id="pauses"
        ),
        pytest.param('name = "no_show"', 'name = "late_cancel"', ["late_cancel"], id="doubled"),
        pytest.param("[policy]", "[policy", ["ours.toml"], id="no TOML"),
        pytest.param(
            'blame = "tutor"\n\n#', 'blame = "tutr"\n\n#', ["did you mean"], id="no blame"
        ),
    ],
)
def test_a_mistake_costs_one_line(old, new, says) -> None:
    said = refused(old, new)
    assert all(one in said for one in says), said


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param('settle = "48h"', 'settle = "1mo"', ["policy.settle", "'1mo'"], id="settle"),
        pytest.param(
            'line = "24h"', 'line = "1y"', ["clock.line", "fixed size"], id="a line in years"
        ),
        pytest.param(
            'window = "90d"', 'window = "36h"', ["meter[1].window", "36h"], id="a window in hours"
        ),
        pytest.param('window = "90d"', 'window = "0d"', ["meter[1].window"], id="an empty window"),
        pytest.param('for = "90d"', 'for = "36h"', ["rule[1].then.for"], id="an effect in hours"),
        pytest.param(
            "min_volume = 10", "min_volume = nan", ["meter[2].min_volume"], id="no number at all"
        ),
        pytest.param(
            "min_volume = 10", "min_volume = 2.5", ["meter[2].min_volume"], id="half a session"
        ),
        pytest.param("prior_sessions = 30", "prior_sessions = inf", ["prior_sessions"], id="inf"),
        pytest.param(
            "effective_from = 2025-01-01",
            "effective_from = 2025-01-01T10:00:00Z",
            ["policy.effective_from", "a date such as"],
            id="an hour where a day belongs",
        ),
        pytest.param('timezone = "UTC"', 'timezone = "America"', ["timezone"], id="a continent"),
        pytest.param(
            'notice = ["0h", "24h"]', 'notice = ["24h", "0h"]', ["class[6].when.notice"], id="edges"
        ),
        pytest.param(
            'notice = ["0h", "24h"]', 'notice = ["24h"]', ["class[6].when.notice"], id="one edge"
        ),
        pytest.param(
            'notice = ["0h", "24h"]', 'notice = ["0h", "1mo"]', ["class[6].when.notice"], id="month"
        ),
        pytest.param('effect = "drop"', 'effect = "drop_from"', ["excuse[1].meters"], id="meters"),
        pytest.param(
            'same = ["student", "tutor"]', 'same = ["tutor"]', ["cure.same"], id="other students"
        ),
        pytest.param(
            'among = ["completed", "late_cancel", ', 'among = ["completed", ', ["among"], id="part"
        ),
        pytest.param(
            'meter = "late_rate_90d"', 'meter = "late_90d"', ["rate.meter"], id="a count as rate"
        ),
        pytest.param(', for = "90d", stack = "restart"', "", ["rule[1].then.for"], id="no end"),
        pytest.param('due = "14d", ', "", ["rule[3].then.due"], id="nothing is due"),
        pytest.param(
            'do = "open_review"', 'do = "open_reviw"', ["rule[3].then.do", "open_review"], id="do"
        ),
        pytest.param(
            "\n[rate]",
            '\n[[meter]]\nname = "late_90d"\nkind = "count"\nof = "no_show"\nwindow = "9d"\n[rate]',
            [".name is 'late_90d', which is taken"],
            id="two meters",
        ),
        pytest.param(
            "\n[status.open_review]",
            '\n[[rule]]\nname = "rating_signal"\nseverity = "watch"\non = "level"\n'
            'when = { late_90d = ">=9" }\nthen = { do = "watch" }\nwords = "x"\n'
            "[status.open_review]",
            [".name is 'rating_signal', which is taken"],
            id="two rules",
        ),
        pytest.param(
            'name = "platform_cancel"',
            'name = "rescheduled"',
            ["'rescheduled'", "taken"],
            id="cure",
        ),
        pytest.param(
            'name = "platform_cancel"', 'name = "upcoming"', ["'upcoming'", "taken"], id="our word"
        ),
    ],
)
def test_what_would_judge_otherwise_than_meant_is_refused(old, new, says) -> None:
    said = refused(old, new)
    assert said.startswith("ours.toml: ")
    assert all(one in said for one in says), said


@pytest.mark.parametrize(
    ("table", "place"),
    [
        ("[policy]", "policy"),
        ("[clock]", "clock"),
        ("[[fault]]", "fault[1]"),
        ("[[class]]", "class[1]"),
        ("[reason]", "reason"),
        ("[[excuse]]", "excuse[1]"),
        ("[excuse_terms]", "excuse_terms"),
        ("[cure]", "cure"),
        ("[[meter]]", "meter[1]"),
        ("[rate]", "rate"),
        ("[[rule]]", "rule[1]"),
        ("[status.watch]", "status.watch"),
        ("[[example]]", "example[1]"),
    ],
)
def test_no_table_takes_a_key_that_means_nothing(table, place) -> None:
    said = refused(f"\n{table}", f"\n{table}\nwrods = 1")
    assert f"ours.toml: {place} has the unknown key 'wrods'" in said


def test_a_table_that_means_nothing_is_refused_with_the_nearest_known() -> None:
    said = refused("[[excuse]]", "[[excuses]]")
    assert "the file has the unknown key 'excuses'; did you mean 'excuse'?" in said


def test_a_key_of_a_condition_is_refused_with_the_nearest_known() -> None:
    said = refused('by = ["student"]', 'bye = ["student"]')
    assert "fault[1].when has the unknown key 'bye'; did you mean 'by'?" in said


def test_there_is_no_such_policy_but_a_near_one() -> None:
    with pytest.raises(PolicyError, match=r"did you mean 'talaera'\?"):
        load("talera")


def test_the_last_fault_takes_whatever_is_left() -> None:
    said = refused(
        '[[fault]]\nblame = "tutor"', '[[fault]]\nwhen = { by = ["tutor"] }\nblame = "tutor"'
    )
    assert "last [[fault]]" in said


def test_another_text_has_another_fingerprint() -> None:
    changed = parse(TEXT.replace('line = "24h"', 'line = "24h" ', 1), file="ours.toml")
    assert changed.fingerprint != load("itutor").fingerprint


def test_a_policy_of_ones_own_is_a_file(tmp_path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(TEXT.replace('id = "itutor"', 'id = "ours"', 1))
    assert load(str(path)).id == "ours"


def test_six_months_are_months_as_people_count_them() -> None:
    assert shift_months(date(2026, 8, 31), -6) == date(2026, 2, 28)
    assert parse_length("6mo").before(date(2026, 8, 31)) == date(2026, 2, 28)
    assert parse_length("90d").before(date(2026, 3, 31)) == date(2025, 12, 31)


@pytest.mark.parametrize("text", ["", "24", "h", "1.5h", "-1d", "1 week"])
def test_what_is_no_length_is_refused(text) -> None:
    with pytest.raises(ValueError, match="length"):
        parse_length(text)


def test_an_unrated_meter_satisfies_no_comparison() -> None:
    for sign in (">=", ">", "<=", "<"):
        assert not Comparison(meter="m", sign=sign, number=0).holds(None)
