"""What runs at night gives what the language means, on policies and histories at random."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.standing.columns import columns
from tests.unit.standing.policies_at_random import BAD, day, tutors
from tutor_reliability.policy.durations import parse_length
from tutor_reliability.policy.model import Meter, Policy, Rolling, Rule
from tutor_reliability.standing import Definition, Fold, Judged, standing
from tutor_reliability.standing.bounds import asks_everybody, may_fire, may_hold
from tutor_reliability.standing.incidents import kept_outcomes
from tutor_reliability.standing.words import because, values_read, way_back
from tutor_reliability.standing_build import wake_on

AXES = ("start", "event", "report")
NIGHTS = st.integers(0, 75).map(day)
SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def agree(judged: Judged, night) -> None:
    assert standing(judged, Fold, as_of=night) == standing(judged, Definition, as_of=night)


@settings(max_examples=40, suppress_health_check=SLOW_TO_DRAW, deadline=None)
@given(tutors(), NIGHTS)
def test_the_fold_gives_what_the_definition_means(judged, night) -> None:
    agree(judged, night)


def plainly(judged: Judged) -> Judged:
    """Let every meter that can be so count in a plain way, and every rule be asked on incidents."""
    book = replace(judged.book, variants=tuple(plain_text(one) for one in judged.book.variants))
    alike = tuple(replace(one, weight=1.0) for one in judged.history.incidents)
    return Judged.of(book, replace(judged.history, incidents=alike), judged.answers)


def plain_text(text: Policy) -> Policy:
    meters = tuple(
        replace(one, kind="count", window=rolling(one), distinct="", forgive=None, weighted=False)
        if one.kind in ("count", "streak", "rate")
        else one
        for one in text.meters
    )
    text = replace(text, meters=meters)
    rules = tuple(asked_on_incidents(text, one) for one in text.rules)
    merges = tuple(replace(one, by=tuple({*one.by, "day"})) for one in text.merges)
    return replace(text, derives=(), rules=rules, merges=merges)


def rolling(meter: Meter) -> Rolling:
    its = meter.window
    return its if isinstance(its, Rolling) else Rolling(length=parse_length("20d"))


def asked_on_incidents(text: Policy, rule: Rule) -> Rule:
    meter = text.meter(rule.when[0].meter)
    on = rule.on or tuple(one for one in meter.of if one in BAD)
    counts = meter.kind == "count" and on
    return replace(rule, trigger="incident", on=on, at=None) if counts else rule


@settings(max_examples=40, suppress_health_check=SLOW_TO_DRAW, deadline=None)
@given(tutors().map(plainly), NIGHTS)
def test_counting_plainly_gives_what_the_definition_means(judged, night) -> None:
    agree(judged, night)


@pytest.mark.slow
@settings(max_examples=1_000, suppress_health_check=SLOW_TO_DRAW, deadline=None)
@given(tutors().map(plainly), NIGHTS)
def test_counting_plainly_gives_what_the_definition_means_for_long(judged, night) -> None:
    agree(judged, night)


@pytest.mark.slow
@settings(max_examples=600, suppress_health_check=SLOW_TO_DRAW, deadline=None)
@given(tutors(), NIGHTS)
def test_the_fold_gives_what_the_definition_means_however_long_one_searches(judged, night) -> None:
    agree(judged, night)


@settings(max_examples=50, suppress_health_check=SLOW_TO_DRAW, deadline=None)
@given(tutors(), NIGHTS)
def test_who_is_passed_over_has_no_spell(judged, night) -> None:
    kept = frozenset.intersection(*(kept_outcomes(one) for one in judged.book.variants))
    known = [one for one in judged.history.incidents if one.counts_from <= night]
    passed_over = not asks_everybody(judged.book, kept)
    passed_over = passed_over and not may_fire(judged.book, columns(known, judged.history), kept)[0]
    if passed_over:
        assert standing(judged, Fold, as_of=night) == []


@settings(max_examples=40, suppress_health_check=SLOW_TO_DRAW, deadline=None)
@given(tutors(), NIGHTS)
def test_rules_that_cannot_hold_need_not_be_asked(judged, night) -> None:
    kept = frozenset.intersection(*(kept_outcomes(one) for one in judged.book.variants))
    known = [one for one in judged.history.incidents if one.counts_from <= night]
    may = may_hold(judged.book, columns(known, judged.history), kept)
    rules = {name for name, its in may.items() if its[0]}
    found = standing(judged, Fold, as_of=night, rules=rules)
    assert found == standing(judged, Fold, as_of=night)


@settings(max_examples=40, suppress_health_check=SLOW_TO_DRAW, deadline=None)
@given(tutors(), NIGHTS, st.integers(1, 20))
def test_nothing_changes_before_the_night_on_which_time_may_change_it(judged, night, later) -> None:
    """The answer of a night holds until something is new or the day that it names."""
    asked: list[Fold] = []

    def asking(whose, as_of):
        asked.append(Fold(whose, as_of))
        return asked[-1]

    found = standing(judged, asking, as_of=night)
    wakes = [one for one in (wake_on(judged, asked, found, night),) if one]
    then = night + timedelta(days=later)
    news = {one.known_on(axis) for one in judged.history.incidents for axis in AXES}
    news |= {one for kept in judged.history.kept for one in kept.days}
    news |= {one.day for said in judged.answers.values() for one in said}
    if not any(night < one <= then for one in (*news, *wakes)):
        assert standing(judged, Fold, as_of=then) == found


@settings(max_examples=30, suppress_health_check=SLOW_TO_DRAW, deadline=None)
@given(tutors(), NIGHTS)
def test_everything_that_stands_can_be_said(judged, night) -> None:
    for spell in standing(judged, Fold, as_of=night):
        assert because(spell).strip().endswith(".")
        assert way_back(spell) or spell.until is None
        assert len(values_read(spell)) == len(spell.rule.when)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("law", "more"),
    [
        (test_who_is_passed_over_has_no_spell, ()),
        (test_rules_that_cannot_hold_need_not_be_asked, ()),
        (
            test_nothing_changes_before_the_night_on_which_time_may_change_it,
            (st.integers(1, 20),),
        ),
        (test_everything_that_stands_can_be_said, ()),
    ],
)
def test_a_law_of_one_night_holds_however_long_one_searches(law, more) -> None:
    drawn = given(tutors(), NIGHTS, *more)(law.hypothesis.inner_test)
    settings(max_examples=300, suppress_health_check=SLOW_TO_DRAW, deadline=None)(drawn)()
