"""The graver answer counts, only a person pauses, and everybody has a way back."""

from datetime import date

import pytest

from tutor_reliability.eligibility import StandingFlag, eligibility, ranks, standing_pause
from tutor_reliability.ledger import Decision
from tutor_reliability.policy import load

ITUTOR, TALAERA = load("itutor"), load("talaera")
NIGHT = date(2026, 6, 30)


def flag(rule: str, effect: str, **more) -> StandingFlag:
    values = {"until": None, "held": False, "case_id": None, **more}
    return StandingFlag(rule=rule, effect=effect, **values)


def decided(action: str, **more) -> Decision:
    return Decision(
        action=action,
        tutor_id="T",
        decided_by="Grace",
        reason="no answer",
        effective_on=date(2026, 6, 1),
        run_id="r",
        recorded_at="2026-06-01T09:00:00+00:00",
        **more,
    )


def test_without_flags_everything_may_be_offered() -> None:
    found = eligibility(ITUTOR, [], [], as_of=NIGHT)
    assert not found.restricted
    assert (found.reasons, found.until, found.way_back) == ((), None, None)


def test_the_graver_of_two_effects_counts_and_both_are_said() -> None:
    flags = [
        flag("deprioritise", "new_students_last", until=date(2026, 8, 1)),
        flag(
            "habit_review",
            "open_review",
            case_id="c",
            until=date(2026, 12, 1),
            way_back="a reviewer closes the case",
        ),
    ]
    found = eligibility(TALAERA, flags, [], as_of=NIGHT)
    assert found.new_students == "hold_for_manager"
    assert found.existing_students == "eligible"
    assert [one.split(":")[0] for one in found.reasons] == ["deprioritise", "habit_review"]
    assert (found.until, found.case_id) == (date(2026, 12, 1), "c")
    assert "a reviewer closes the case" in found.way_back


def test_a_held_flag_has_no_effect() -> None:
    held = flag("review_count", "open_review", held=True, case_id="c")
    assert not eligibility(ITUTOR, [held], [], as_of=NIGHT).restricted


@pytest.mark.parametrize(
    ("starts_on", "restricts"),
    [
        pytest.param(NIGHT, True, id="it begins tonight"),
        pytest.param(date(2026, 7, 1), False, id="it begins tomorrow"),
        pytest.param(None, False, id="it waits for a named person"),
    ],
)
def test_an_effect_restricts_from_the_day_it_begins(starts_on, restricts) -> None:
    its = flag("habit_review", "open_review", case_id="c", starts_on=starts_on)
    assert eligibility(TALAERA, [its], [], as_of=NIGHT).restricted is restricts


def test_those_put_last_are_ordered_by_the_meter_and_the_unrated_come_first() -> None:
    rates = {"a": (0.3, False), "b": (0.1, False), "c": (None, False), "d": (0.1, False)}
    assert ranks(rates) == {"c": 1, "b": 2, "d": 2, "a": 4}


def test_of_a_balance_more_is_better() -> None:
    assert ranks({"low": (-10.0, True), "high": (5.0, True)}) == {"high": 1, "low": 2}


def test_a_watch_mark_changes_nothing() -> None:
    assert not eligibility(ITUTOR, [flag("watch_frequency", "watch")], [], as_of=NIGHT).restricted


@pytest.mark.parametrize("policy", [ITUTOR, TALAERA], ids=["itutor", "talaera"])
def test_no_rule_pauses_anyone(policy) -> None:
    flags = [flag(rule.name, rule.effect.do, case_id="c") for rule in policy.rules]
    found = eligibility(policy, flags, [], as_of=NIGHT)
    assert "paused" not in {found.new_students, found.existing_students, found.trial_students}
    assert found.decided_by is None


def test_a_pause_names_its_person_and_leaves_the_tutors_own_students() -> None:
    found = eligibility(ITUTOR, [], [decided("pause", until=date(2026, 7, 31))], as_of=NIGHT)
    assert (found.new_students, found.trial_students) == ("paused", "paused")
    assert (found.existing_students, found.decided_by) == ("eligible", "Grace")
    assert found.until == date(2026, 7, 31)
    assert "31 Jul 2026" in found.way_back


@pytest.mark.parametrize(
    ("decisions", "stands"),
    [
        ([decided("pause")], True),
        ([decided("pause"), decided("lift")], False),
        ([decided("pause"), decided("lift"), decided("pause")], True),
        ([decided("pause", until=date(2026, 7, 1))], True),
        ([decided("pause", until=NIGHT)], False),
        ([decided("dismiss", case_id="c")], False),
    ],
    ids=["paused", "lifted", "paused again", "runs until tomorrow", "ran out", "dismissed"],
)
def test_the_last_word_on_a_pause_stands(decisions, stands) -> None:
    assert (standing_pause(decisions, as_of=NIGHT) is not None) is stands
