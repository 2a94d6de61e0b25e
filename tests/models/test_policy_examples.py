"""Each sentence that a policy of ours quotes gives what it must, through the real SQL and fold."""

import dataclasses

import pytest

from assets import sql
from tutor_reliability.policy import load_book
from tutor_reliability.policy.parse import BUILT_IN, GALLERY, names
from tutor_reliability.policy_examples import run_examples

OURS = [*names(BUILT_IN), *names(GALLERY)]
USUAL = names(GALLERY)[::3]
OFTEN = [pytest.param(one, marks=pytest.mark.slow) for one in names(GALLERY) if one not in USUAL]
"""Each file of the gallery takes nights of its own: a third of them is run each time."""
SENTENCES = {"itutor": 52, "talaera": 24}
"""How many sentences each help page has."""
JUDGED_IN = ("class", "cure", "excuse", "fault", "meter", "rule", "status")


@pytest.mark.parametrize("name", [*names(BUILT_IN), *USUAL, *OFTEN])
def test_every_worked_example_holds(name) -> None:
    assert run_examples(load_book(name), sql.model) == []


@pytest.mark.parametrize("name", OURS)
def test_a_policy_has_examples_and_says_where_it_is_from(name) -> None:
    policy = load_book(name).newest
    assert policy.id == name
    assert policy.source
    assert len(policy.examples) + len(policy.stories) > 1


def test_the_gallery_is_worth_a_visit() -> None:
    assert len(names(GALLERY)) >= 20


def test_an_example_that_does_not_hold_is_told() -> None:
    book = load_book("cafetalk")
    text = book.newest
    wrong = dataclasses.replace(
        text,
        examples=tuple(dataclasses.replace(one, outcome="late_cancel") for one in text.examples),
        stories=tuple(
            dataclasses.replace(one, flags=(), meters={"late_90d": 2.0}, new_students="paused")
            for one in text.stories
        ),
    )
    failed = run_examples(dataclasses.replace(book, variants=(wrong,)), sql.model)
    assert [one.said for one in failed] == [
        "flags are student_may_review, expected none",
        "new_students is eligible, expected paused",
        "late_90d is 1.0, expected 2.0",
        "outcome is early_cancel, expected late_cancel",
    ]


@pytest.mark.parametrize("name", SENTENCES)
def test_every_sentence_of_the_page_has_its_clause(name) -> None:
    told: list[int] = []
    for one in load_book(name).newest.clauses:
        first, _, last = one.number.partition("-")
        told += range(int(first), int(last or first) + 1)
    assert told == list(range(1, SENTENCES[name] + 1))


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_that_judges_has_an_example(name) -> None:
    policy = load_book(name).newest
    shown = {one.clause for one in (*policy.examples, *policy.stories)}
    judging = {
        one.number
        for one in policy.clauses
        if any(place.partition(".")[0] in JUDGED_IN for place in one.lives_in)
    }
    assert judging <= shown


@pytest.mark.parametrize("name", SENTENCES)
def test_a_built_in_policy_has_examples_of_both_sides_of_its_line(name) -> None:
    counted = {one.counts for one in load_book(name).newest.examples}
    assert counted >= {True, False}
