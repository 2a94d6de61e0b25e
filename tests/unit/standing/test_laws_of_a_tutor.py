"""Laws of the tutor half, on policies at random: what may never make a tutor's standing worse."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.unit.standing.policies_at_random import BASE, STATUSES, books, day, incidents, tutors
from tutor_reliability.eligibility import StandingFlag, eligibility
from tutor_reliability.policy.durations import parse_length
from tutor_reliability.policy.model import Book, Comparison, Effect, Meter, Rolling, Rule
from tutor_reliability.standing import Answer, Fold, History, Incident, Judged, standing

NIGHTS = st.integers(0, 75).map(day)
WIDE = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
    ],
)


def told(judged: Judged, night) -> list[tuple[object, ...]]:
    found = standing(judged, Fold, as_of=night)
    return [(one.rule.name, one.since, one.begins, one.until, one.held) for one in found]


@WIDE
@given(tutors(), NIGHTS, incidents(99))
def test_an_incident_excused_from_everything_changes_nothing(judged, night, more) -> None:
    excused = replace(more, dropped_from=frozenset("*"), pending=False)
    history = judged.history
    assume(history.joined is not None and history.joined <= excused.on("event"))
    assume(excused.on("event") >= history.first_text)
    its = replace(history, incidents=(*history.incidents, excused))
    assert told(Judged.of(judged.book, its, judged.answers), night) == told(judged, night)


@WIDE
@given(tutors(), NIGHTS, incidents(99))
def test_what_is_not_the_tutors_doing_changes_nothing(judged, night, more) -> None:
    """A class that no meter names, such as one for what students do, is nowhere counted."""
    theirs = replace(more, outcome="student_cancel", pending=False)
    history = judged.history
    assume(history.joined is not None and history.joined <= theirs.on("event"))
    assume(theirs.on("event") >= history.first_text)
    its = replace(history, incidents=(*history.incidents, theirs))
    assert told(Judged.of(judged.book, its, judged.answers), night) == told(judged, night)


@WIDE
@given(tutors(), NIGHTS, st.randoms(use_true_random=False))
def test_the_order_in_which_incidents_are_read_changes_nothing(judged, night, chance) -> None:
    turned = list(judged.history.incidents)
    chance.shuffle(turned)
    its = replace(judged.history, incidents=tuple(turned))
    assert told(Judged.of(judged.book, its, judged.answers), night) == told(judged, night)


@WIDE
@given(tutors(), NIGHTS, NIGHTS)
def test_a_past_night_is_told_again_as_it_was(judged, one, other) -> None:
    """What settled, or was decided, only later leaves the status of an earlier night alone."""
    early, late = sorted((one, other))
    known = tuple(x for x in judged.history.incidents if x.counts_from <= early)
    said = {
        rule: [answer for answer in its if answer.day <= early]
        for rule, its in judged.answers.items()
    }
    began = judged.history.joined
    assume(began is not None and began <= min((x.on("event") for x in known), default=began))
    then = Judged.of(judged.book, replace(judged.history, incidents=known), said)
    whole = Judged.of(judged.book, judged.history, said)
    assume(then.first_day == whole.first_day)
    assert late >= early
    assert told(then, early) == told(whole, early)


PLAIN = Meter(
    name="m",
    kind="count",
    of=("late_cancel", "no_show"),
    among=("late_cancel", "no_show", "early_cancel", "completed"),
    window=Rolling(length=parse_length("10d")),
)


def one_rule(meter: Meter, sign: str, number: float, **more) -> Book:
    rule = Rule(
        name="r0",
        on=("late_cancel", "no_show"),
        when=(Comparison(meter="m", sign=sign, number=number),),
        effect=more.pop("effect", Effect(do="last", lasts=parse_length("10d"))),
        severity="watch",
        words="words",
        **more,
    )
    text = replace(
        BASE, meters=(meter,), rules=(rule,), statuses=STATUSES, excuses=(), newcomers=None
    )
    return Book(variants=(text,))


def stands(book: Book, history: History, night: int, *said: Answer) -> bool:
    judged = Judged.of(book, history, {"r0": list(said)} if said else {})
    found = standing(judged, Fold, as_of=day(night))
    return any(one.stands(day(night)) and not one.held for one in found)


def lost(number: int, *, session: str = "", **more) -> Incident:
    values = {"outcome": "late_cancel", "counts_from": day(number), **more}
    return Incident(session_id=session or f"s{number}", day=day(number), **values)


def of(*its: Incident) -> History:
    return History(tutor_id="T", incidents=its, joined=day(-400))


KINDS = st.sampled_from(
    [
        PLAIN,
        replace(PLAIN, kind="rate"),
        replace(PLAIN, kind="streak"),
        replace(PLAIN, weighted=True),
        replace(PLAIN, distinct="day"),
    ]
)
TRIGGERS = st.sampled_from(["incident", "level"])
LISTS = st.lists(incidents(0), max_size=8).map(
    lambda its: [replace(one, session_id=f"s{n}") for n, one in enumerate(its)]
)


@WIDE
@given(KINDS, LISTS, st.integers(0, 75), st.sampled_from([0.5, 1.0, 2.0, 3.0]), TRIGGERS)
def test_raising_a_threshold_never_adds_a_flag(meter, its, night, number, trigger) -> None:
    more = {"trigger": trigger}
    if trigger == "level":
        more["effect"] = Effect(do="last")
    low, high = (one_rule(meter, ">=", one, **more) for one in (number, number + 1))
    assert stands(low, of(*its), night) or not stands(high, of(*its), night)


@WIDE
@given(st.sampled_from([">=", ">", "<=", "<", "=="]), LISTS, st.integers(0, 75), TRIGGERS)
def test_the_unrated_satisfy_no_comparison(sign, its, night, trigger) -> None:
    unrated = replace(PLAIN, kind="rate", min_volume=100)
    more = {"trigger": trigger}
    if trigger == "level":
        more["effect"] = Effect(do="last")
    assert not stands(one_rule(unrated, sign, 0.0, **more), of(*its), night)


@WIDE
@given(books(), LISTS, st.integers(0, 75))
def test_only_people_pause(book, its, night) -> None:
    judged = Judged.of(book, of(*its), {})
    spells = standing(judged, Fold, as_of=day(night))
    flags = [
        StandingFlag(
            rule=one.rule.name,
            effect=one.effect,
            until=one.until,
            held=one.held,
            case_id="c",
            starts_on=one.begins,
            variant=one.last.text.variant,
        )
        for one in spells
    ]
    found = eligibility(book, flags, [], as_of=day(night))
    assert "paused" not in {found.new_students, found.trial_students, found.existing_students}


def test_latch_and_level_differ() -> None:
    its = of(lost(0), lost(1), lost(2))
    latch = one_rule(PLAIN, ">=", 3, effect=Effect(do="last", lasts=parse_length("30d")))
    level = one_rule(PLAIN, ">=", 3, effect=Effect(do="last"), trigger="level")
    assert [stands(latch, its, n) for n in (1, 2, 9, 10, 31, 32)] == [
        False, True, True, True, True, False,
    ]  # fmt: skip
    assert [stands(level, its, n) for n in (1, 2, 9, 10, 31, 32)] == [
        False, True, True, False, False, False,
    ]  # fmt: skip


def test_an_incident_excused_from_the_meter_restarts_no_clock() -> None:
    counted = (lost(0), lost(1), lost(2))
    excused = lost(9, dropped_from=frozenset({"m"}))
    book = one_rule(PLAIN, ">=", 3)
    assert stands(book, of(*counted, excused), 11)
    assert not stands(book, of(*counted, excused), 12)


@pytest.mark.parametrize(
    ("number", "holds"), [(0.0, True), (1.0, False)], ids=["the first price", "the second"]
)
def test_a_person_is_needed_before_anybody_is_put_last_where_the_market_says_so(
    number, holds
) -> None:
    human = Effect(do="last", human=True, lasts=parse_length("10d"))
    (text,) = one_rule(PLAIN, ">=", 1 + number, effect=human).variants
    book = Book(variants=(replace(text, human_required=True),))
    upheld = Answer(day=day(3), action="uphold")
    judged = Judged.of(book, of(lost(0)), {"r0": [upheld]})
    found = standing(judged, Fold, as_of=day(5))
    assert [(one.begins, one.until) for one in found] == ([(day(3), day(13))] if holds else [])
    (waiting,) = standing(Judged.of(book, of(lost(0)), {}), Fold, as_of=day(5)) or [None]
    assert (waiting is not None and waiting.waits) is holds
