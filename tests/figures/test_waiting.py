"""A tutor stands in the queue once, and reasons that are one thing are told once."""

from datetime import date

import polars as pl
import pytest

from dashboards.pages.doubt import expected_false
from dashboards.pages.reasons import reasons
from dashboards.pages.waiting import accounts
from dashboards.weighed import Asked, Weighed
from tutor_reliability.policy.model import Evidence


def asked(rule: str, signal: str) -> Asked:
    return Asked(rule=rule, signal=signal, on=0.9, below=0.5, lasts="14 days", asks_person=True)


WEIGHED = Weighed(
    terms=Evidence(),
    rules={
        "review_rate": asked("review_rate", "late_sessions"),
        "watch_rate": asked("watch_rate", "late_sessions"),
        "review_days": asked("review_days", "wiped_days"),
    },
    chances={("T-1", "late_sessions"): 0.92, ("T-1", "wiped_days"): 0.97, ("T-2", "wiped_days"): 1},
    week_before={},
    asks_person={"review_rate": True, "watch_rate": False, "review_days": True, "count": True},
)
QUEUE = pl.DataFrame(
    [
        ("T-1", "review_rate", "c1", date(2026, 7, 9), 3),
        ("T-2", "review_days", "c2", date(2026, 7, 4), 1),
        ("T-1", "review_days", "c3", date(2026, 7, 5), 8),
        ("T-3", "count", "c4", date(2026, 7, 6), 0),
    ],
    schema=["tutor_id", "rule", "case_id", "due_on", "students_affected"],
    orient="row",
)
FOUND = accounts(QUEUE, WEIGHED)


def test_each_tutor_stands_where_the_first_case_stands() -> None:
    assert [(one.place, one.next_case["tutor_id"], one.rules) for one in FOUND] == [
        (1, "T-1", ("review_rate", "review_days")),
        (2, "T-2", ("review_days",)),
        (3, "T-3", ("count",)),
    ]


def test_an_account_is_due_when_the_first_of_its_cases_is() -> None:
    assert [one.due["case_id"] for one in FOUND] == ["c3", "c2", "c4"]


def test_an_account_affects_as_many_students_as_its_widest_case() -> None:
    assert [one.most("students_affected") for one in FOUND] == [8, 1, 0]


def test_two_reasons_are_one_doubt_that_of_the_surer() -> None:
    assert [one.chance for one in FOUND] == [0.97, 1, None]
    assert expected_false([one.chance for one in FOUND if one.chance is not None]) == (
        pytest.approx(0.03)
    )


@pytest.mark.parametrize(("new", "said"), [({"c3"}, True), ({"c2"}, False)])
def test_an_account_is_new_by_any_of_its_cases(new, said) -> None:
    assert FOUND[0].is_new(new) == said


def flag(rule: str, sentence: str, *, needs_person: bool = False) -> dict:
    return {"rule": rule, "sentence": sentence, "needs_person": needs_person, "held": False}


def told(*flags: dict) -> list[tuple[str, list[str], bool]]:
    found = reasons(flags, WEIGHED)
    return [(str(one.flag["rule"]), list(one.others), one.coached) for one in found]


def test_a_newcomer_s_coaching_and_the_mark_of_the_same_evidence_are_one_reason() -> None:
    assert told(flag("watch_rate", "so late"), flag("review_rate", "so late; coaching")) == [
        ("review_rate", ["watch_rate"], True)
    ]


def test_what_asks_a_person_speaks_for_the_others_and_comes_first() -> None:
    assert told(
        flag("mark", "early"), flag("watch_rate", "a"), flag("review_rate", "b", needs_person=True)
    ) == [("review_rate", ["watch_rate"], False), ("mark", [], False)]


def test_rules_that_count_the_same_are_one_reason_and_others_are_their_own() -> None:
    assert told(flag("one", "3 late"), flag("two", "3 late"), flag("three", "4 late")) == [
        ("one", ["two"], False),
        ("three", [], False),
    ]
