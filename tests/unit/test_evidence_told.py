"""A rule on evidence speaks by the signal it weighs; every other rule keeps its own words."""

from dataclasses import replace
from datetime import date

import pytest

from tests.unit.evidence.test_sentences import EVENTS, TUTOR
from tutor_reliability.evidence_told import Told, signal_of
from tutor_reliability.policy import load

POLICY = load("itutor")
OPENED = date(2026, 9, 3)
TOLD = Told(
    signals={("T-4711", "late_sessions"): TUTOR},
    events={("T-4711", "late_sessions"): EVENTS},
    points={
        ("T-4711", "late_sessions"): [
            (date(2026, 9, 1), 0.9123),
            (date(2026, 9, 2), 0.7),
            (date(2026, 9, 5), 0.99),
        ]
    },
)


def said(rule: str, *, since: date = OPENED, told: Told = TOLD, **more: bool) -> str | None:
    return told.sentence("T-4711", rule, POLICY, since=since, **{"held": False, **more})


@pytest.mark.parametrize(
    ("rule", "signal"),
    [
        ("review_rate", "late_sessions"),
        ("review_days", "wiped_days"),
        ("watch_rate", "late_sessions"),
        ("rating_signal", ""),
        ("no_such_rule", ""),
    ],
)
def test_a_rule_weighs_the_signal_of_its_meter(rule, signal) -> None:
    assert signal_of(POLICY, rule) == signal


def test_a_case_on_evidence_says_the_evidence_and_since_when_it_is_open() -> None:
    sentence = said("review_rate")

    assert sentence.startswith("Late cancellations as of 14 Sep 2026. Since the week of 17 Aug")
    assert sentence.endswith("Opened on 3 Sep 2026, on a chance of 91.2 %.")


@pytest.mark.parametrize("since", [TUTOR.as_of, date(2026, 8, 31)], ids=["tonight", "no point"])
def test_what_began_tonight_or_was_not_asked_says_no_opening(since) -> None:
    assert "Opened on" not in said("review_rate", since=since)


def test_what_is_held_says_so() -> None:
    assert said("review_rate", held=True).endswith("so nothing follows from it yet.")


def test_what_only_coaches_a_newcomer_says_so() -> None:
    assert said("review_rate", coached=True).endswith("asks for coaching, not for a review.")
    assert "coaching" not in said("review_rate")


@pytest.mark.parametrize("rule", ["rating_signal", "review_days"])
def test_where_there_is_no_evidence_the_rule_keeps_its_own_words(rule) -> None:
    assert said(rule) is None


def test_the_numbers_said_are_those_of_the_text_it_was_judged_by() -> None:
    few = replace(TUTOR, enough=False, chance=None)
    told = Told(signals={("T-4711", "late_sessions"): few}, events={}, points={})

    assert "Fewer than 3 are too few to judge" in said("watch_rate", told=told)
