"""When a rule on evidence begins, ends and asks a person, at its edges."""

from dataclasses import replace
from datetime import date

import pytest

from tests.unit.standing.columns import columns
from tests.unit.standing.test_laws_of_a_chance import SIGNAL, SUNDAY, book, day, lost, tutor
from tutor_reliability.policy.durations import parse_length
from tutor_reliability.policy.model import Book, Comparison, Newcomers, Policy
from tutor_reliability.standing import (
    Answer,
    Definition,
    Fold,
    History,
    Judged,
    Point,
    Spell,
    standing,
)
from tutor_reliability.standing.bounds import asks_everybody, may_fire
from tutor_reliability.standing.words import because, values_read, way_back


def spells(
    judged_by: Book, its: History, night: int, *said: Answer, asking: type = Fold
) -> list[Spell]:
    judged = Judged.of(judged_by, its, {"r": list(said)} if said else {})
    return standing(judged, asking, as_of=day(night))


def spans(*args, **more) -> list[tuple[date, date | None]]:
    return [(one.since, one.until) for one in spells(*args, **more)]


def with_rule(judged_by: Book, **more) -> Book:
    """Give a book whose rule differs, its effect by the names of its parts."""
    (text,) = judged_by.variants
    effect = {key: more.pop(key) for key in ("do", "human", "notice") if key in more}
    (rule,) = text.rules
    rule = replace(rule, effect=replace(rule.effect, **effect), **more)
    return Book(variants=(replace(text, rules=(rule,)),))


@pytest.mark.parametrize(
    ("chance", "begins"),
    [
        pytest.param(0.9, True, id="exactly what the rule asks for"),
        pytest.param(0.8999999, False, id="a little less"),
    ],
)
def test_it_begins_where_the_chance_reaches_what_the_rule_asks_for(chance, begins) -> None:
    assert spans(book(0.9), tutor({7: chance}), 8) == ([(day(7), None)] if begins else [])


def test_more_than_is_more_than() -> None:
    comparison = Comparison(meter="chance", sign=">", number=0.9)
    more = with_rule(book(0.9), when=(comparison,))
    assert spans(more, tutor({7: 0.9}), 8) == []
    assert spans(more, tutor({7: 0.91}), 8) == [(day(7), None)]


LOW = {7: 0.95, 14: 0.49, 21: 0.3, 27: 0.3, 28: 0.1, 35: 0.1}


@pytest.mark.parametrize(
    ("points", "last"),
    [
        pytest.param(LOW, 27, id="fourteen days after the first low point"),
        pytest.param(LOW | {21: 0.5}, None, id="low begins anew after a point that is not"),
        pytest.param(LOW | {21: 0.5, 40: 0.1}, None, id="thirteen days are too few"),
        pytest.param(LOW | {21: 0.5, 41: 0.1}, 40, id="fourteen, counted from there"),
    ],
)
def test_it_ends_when_the_chance_has_stayed_low_for_as_long_as_the_release_says(
    points, last
) -> None:
    held = [night for night in range(42) if spans(book(0.9, 0.5, 14), tutor(points), night)]
    assert held == list(range(7, 42 if last is None else last + 1))


def test_without_a_release_the_first_lower_chance_ends_it() -> None:
    its = tutor({7: 0.95, 14: 0.9, 21: 0.89, 28: 0.95})
    held = [night for night in range(35) if spans(book(0.9, None), its, night)]
    assert held == [*range(7, 21), *range(28, 35)]


def test_a_chance_of_tonight_alone_is_read_and_begins_nothing() -> None:
    wednesday = Point(day=day(10), chance=0.99, incidents=(lost(2),))
    its = replace(tutor({}), chances={SIGNAL: [wednesday]})
    assert spans(book(), its, 10) == []
    stands = replace(its, chances={SIGNAL: [*tutor({7: 0.92}).chances[SIGNAL], wednesday]})
    (spell,) = spells(book(), stands, 10)
    assert (spell.since, spell.last.values) == (day(7), (("chance", 0.99),))


def test_it_is_known_from_the_night_its_sessions_were_settled() -> None:
    late = replace(lost(6), counts_from=day(8))
    its = replace(tutor({}), chances={SIGNAL: [Point(day=day(6), chance=0.95, incidents=(late,))]})
    assert spans(book(), its, 9) == [(day(8), None)]
    notice = with_rule(book(), notice=parse_length("5d"))
    assert [one.begins for one in spells(notice, its, 9)] == [day(13)]


def test_a_dismissed_case_stays_closed_while_its_run_lasts_and_a_new_run_opens_another() -> None:
    points = {0: 0.95, 7: 0.99, 14: 0.2, 21: 0.2, 28: 0.2, 35: 0.95}
    review = with_rule(book(), do="review", human=True)
    said = Answer(day=day(5), action="dismiss")
    (closed,) = spells(review, tutor(points), 20, said)
    assert (closed.since, closed.closed_on, closed.stands(day(20))) == (day(0), day(5), False)
    old, new = spells(review, tutor(points), 36, said)
    assert (old.closed_on, new.since, new.stands(day(36))) == (day(5), day(35), True)


def test_an_upheld_case_stands_until_the_chance_is_released() -> None:
    points = {0: 0.95, 7: 0.2, 14: 0.2, 21: 0.2}
    review = with_rule(book(), do="review", human=True)
    said = Answer(day=day(5), action="uphold")
    nights = [bool([one for one in spells(review, tutor(points), n, said) if one.stands(day(n))])
              for n in range(25)]  # fmt: skip
    assert nights == [True] * 21 + [False] * 4


def test_nobody_is_put_last_before_a_person_says_so() -> None:
    last = with_rule(book(), do="last", human=True)
    (waits,) = spells(last, tutor({0: 0.95}), 3)
    assert waits.waits
    upheld = Answer(day=day(2), action="uphold")
    (begun,) = spells(last, tutor({0: 0.95}), 3, upheld)
    assert begun.begins == day(2)


def test_a_newcomer_is_coached_while_new() -> None:
    review = with_rule(book(), do="review", human=True)
    (text,) = review.variants
    new = Newcomers(days=10, sessions=0, do="coaching")
    kind = Book(variants=(replace(text, newcomers=new),))
    its = replace(tutor({0: 0.95}), joined=day(-5))
    assert [(one.effect, one.until) for one in spells(kind, its, 3)] == [("coaching", day(5))]
    assert [(one.effect, one.since) for one in spells(kind, its, 6)] == [("review", day(5))]


def beside(asks: str, **more) -> Book:
    """Give a rule on a higher chance, which marks, and one that stands unless it does, or while."""
    (text,) = book(0.9).variants
    (rule,) = text.rules
    lower = replace(
        rule,
        name="s",
        when=(Comparison(meter="chance", sign=">=", number=0.7),),
        effect=replace(rule.effect, do="review"),
        **{asks: ("mark",)},
        **more,
    )
    return Book(variants=(replace(text, rules=(rule, lower)),))


@pytest.mark.parametrize(
    ("asks", "expected"),
    [
        pytest.param("unless", [(0, 14), (42, None)], id="unless"),
        pytest.param("during", [(14, 35)], id="while"),
    ],
)
def test_effects_beside_it_are_asked_day_by_day(asks, expected) -> None:
    points = {0: 0.75, 14: 0.95, 21: 0.45, 28: 0.45, 35: 0.45, 42: 0.8}
    judged = Judged.of(beside(asks), tutor(points), {})
    found = [
        Fold(judged, day(43)).runs("s", lambda _text, rule, on: _is_ready(rule, on)),
        Definition(judged, day(43)).runs("s", lambda _text, rule, on: _is_ready(rule, on)),
    ]
    assert found[0] == found[1]
    assert [(one.known_on, until) for one, until in found[0]] == [
        (day(first), None if until is None else day(until)) for first, until in expected
    ]


def _is_ready(rule, on: date) -> bool:
    marked = day(14) <= on < day(42)
    return marked if rule.during else not marked


def held(its: History, without: dict[str, float], night: int, **more) -> bool:
    told = {(SIGNAL, session): chance for session, chance in without.items()}
    (spell,) = spells(book(0.9, 0.5), replace(its, without=told), night, **more)
    return spell.held


def pending(points: dict[int, float], session: int) -> History:
    """Give a tutor of whose sessions one has an excuse that nobody has decided."""
    its = [
        replace(one, incidents=tuple(
            replace(each, pending=each.session_id == f"s{session}")
            for known in sorted(points) if day(known) <= one.day for each in (lost(known),)
        ))
        for one in tutor(points).chances[SIGNAL]
    ]  # fmt: skip
    return replace(tutor(points), chances={SIGNAL: its})


@pytest.mark.parametrize("asking", [Fold, Definition])
@pytest.mark.parametrize(
    ("without", "is_held"),
    [
        pytest.param({"s7": 0.89}, True, id="it would not have begun"),
        pytest.param({"s7": 0.9}, False, id="it would have begun all the same"),
        pytest.param({}, False, id="not known"),
    ],
)
def test_it_is_held_where_it_would_not_stand_were_the_excuse_accepted(
    without, is_held, asking
) -> None:
    its = pending({0: 0.6, 7: 0.95}, session=7)
    assert held(its, without, 9, asking=asking) is is_held


def test_an_excuse_said_after_it_began_does_not_hold_it() -> None:
    its = pending({0: 0.95, 7: 0.6, 9: 0.7}, session=9)
    assert not held(its, {"s9": 0.3}, 9)
    (spell,) = spells(book(), its, 9)
    assert "An excuse for one of these sessions is still to be decided." in because(spell)


def texts(*rules: Policy) -> Book:
    """Bind texts of which each holds from its day on, the newest first."""
    bound, until = [], None
    for number, one in enumerate(rules):
        bound.append(replace(one, variant=number, until_day=until))
        until = one.effective_from
    return Book(variants=tuple(bound))


def test_it_goes_on_in_a_newer_text_and_ends_with_one_that_has_it_no_longer() -> None:
    (old,) = book(0.9).variants
    newer = replace(book(0.95).variants[0], effective_from=day(10))
    gone = replace(newer, effective_from=day(24), rules=())
    its = tutor({7: 0.92, 14: 0.92})
    assert spans(texts(newer, old), its, 20) == [(day(7), None)]
    assert spans(texts(gone, newer, old), its, 23) == [(day(7), None)]
    assert spans(texts(gone, newer, old), its, 24) == []
    assert spans(texts(newer), its, 20) == []


def test_before_the_first_text_nothing_begins() -> None:
    late = replace(book(0.9).variants[0], effective_from=day(10))
    assert spans(texts(late), tutor({7: 0.95}), 12) == []
    assert spans(texts(late), tutor({7: 0.95, 14: 0.95}), 15) == [(day(14), None)]


def test_it_names_the_sessions_of_the_last_chance_that_names_any() -> None:
    its = tutor({0: 0.95, 7: 0.6})
    bare = Point(day=day(14), chance=0.4)
    (spell,) = spells(book(), replace(its, chances={SIGNAL: [*its.chances[SIGNAL], bare]}), 15)
    assert [one.session_id for one in spell.last.incidents] == ["s7"]
    assert values_read(spell) == ["chance: 40.0 %"]
    assert because(spell).startswith(
        "On 15 Mar 2026 the chance was 40.0 % that the current rate of separate late cancellations"
    )
    assert way_back(spell) == "it stands until the chance has stayed below 50 % for 14 days"
    assert day(14) == SUNDAY.replace(day=15)


@pytest.mark.parametrize(("chance", "may"), [(0.0, False), (0.89, False), (0.9, True)])
def test_only_whose_chance_ever_reached_the_threshold_is_asked(chance, may) -> None:
    found = may_fire(book(0.9), columns([], tutor({0: chance, 7: 0.1})), frozenset())
    assert found.tolist() == [may]
    assert not may_fire(book(0.9), columns([], tutor({})), frozenset()).any()
    assert not asks_everybody(book(0.9), frozenset())
