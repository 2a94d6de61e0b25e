"""A policy file says what counts, or is refused in one line that says where and what to do."""

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
    return said


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
