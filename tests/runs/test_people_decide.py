"""What a named person records takes effect with the next run, and only that."""

import shutil
from pathlib import Path

import duckdb
import pytest


def table(home: Path, name: str, where: str) -> list[dict[str, object]]:
    path = home / "published" / "current" / "marts" / f"{name}.parquet"
    relation = duckdb.sql(f"select * from '{path}' where {where} order by all")
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


@pytest.fixture(scope="module")
def decided(tmp_path_factory, tutor_reliability, small_logs, small_home):
    """Three people's decisions on the small marketplace, and the run after them."""
    home = tmp_path_factory.mktemp("decided") / "home"
    shutil.copytree(small_home, home, symlinks=True)
    cases = table(home, "review.cases", "state = 'open'")
    first = cases[0]
    second = next(one for one in cases if one["tutor_id"] != first["tutor_id"])
    whose = "('" + "', '".join(str(one["tutor_id"]) for one in cases) + "')"
    third = table(home, "review.flags", f"severity = 'signal' and tutor_id not in {whose}")[0]
    said = [
        *(
            ("dismiss", one["case_id"], "Ada", "one bad week, explained")
            for one in cases
            if one["tutor_id"] == first["tutor_id"]
        ),
        ("pause", second["case_id"], "Grace", "called twice, no answer"),
        ("excuse", third["session_ids"][-1], "Ada", "hospital letter seen"),
    ]
    for action, subject, person, reason in said:
        ended = tutor_reliability(
            "decide", action, subject, "--by", person, "--reason", reason, "--home", home
        )
        assert ended.code == 0, ended.err
    ended = tutor_reliability("run", "--logs", small_logs, "--home", home)
    assert ended.code == 0, ended.err
    return home, first, second, third


def test_a_dismissed_case_holds_nobody(decided) -> None:
    home, first, *_ = decided
    (case,) = table(home, "review.cases", f"case_id = '{first['case_id']}'")
    assert (case["state"], case["decision"], case["decided_by"]) == ("decided", "dismiss", "Ada")
    (row,) = table(home, "mart.assignment_eligibility", f"tutor_id = '{first['tutor_id']}'")
    assert (row["new_students"], row["reasons"]) == ("eligible", [])


def test_only_the_tutor_a_person_paused_is_paused(decided) -> None:
    home, _, second, _ = decided
    (row,) = table(home, "mart.assignment_eligibility", "new_students = 'paused'")
    assert (row["tutor_id"], row["decided_by"]) == (second["tutor_id"], "Grace")
    assert row["reasons"][-1] == "paused_by_decision: paused by Grace: called twice, no answer"
    assert row["existing_students"] == "eligible"


def test_an_excused_session_leaves_the_rate_with_its_trial(decided, small_home) -> None:
    home, _, _, third = decided
    named = f"session_id = '{third['session_ids'][-1]}'"
    (before,) = table(small_home, "core.session_outcomes", named)
    (after,) = table(home, "core.session_outcomes", named)
    assert (before["in_late"], before["in_exposure"]) == (True, True)
    assert (after["excused"], after["in_late"], after["in_exposure"]) == (True, False, False)
    rates = f"tutor_id = '{third['tutor_id']}' and window_days = 365"
    (rate_before,), (rate_after,) = (
        table(one, "mart.tutor_rates", rates) for one in (small_home, home)
    )
    assert rate_after["late_cancellations"] == rate_before["late_cancellations"] - 1
    assert rate_after["sessions"] == rate_before["sessions"] - 1


def test_a_decision_needs_a_person_and_their_words(tutor_reliability, small_home) -> None:
    (case,) = table(small_home, "review.cases", "queue_position = 1")
    for person, reason in (("", "why"), ("Ada", "  ")):
        ended = tutor_reliability(
            "decide", "dismiss", case["case_id"], "--by", person, "--reason", reason,
            "--home", small_home,
        )  # fmt: skip
        assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert not (small_home / "ledger.sqlite").exists()


def test_what_does_not_end_a_case_is_not_recorded(decided, tutor_reliability) -> None:
    home, _, second, _ = decided
    before = (home / "ledger.sqlite").read_bytes()
    said = ("--event", "course_done", "--by", "Ada", "--reason", "done", "--home", home)
    ended = tutor_reliability("decide", "release", second["case_id"], *said)
    assert ended.code == 2
    assert f"course_done does not end {second['rule']}, expected none" in ended.err
    assert (home / "ledger.sqlite").read_bytes() == before
