"""A rule on evidence stands through the runs of its chance: laws, whatever the points."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.standing.policies_at_random import BASE, STATUSES
from tutor_reliability.evidence.runs import Point as Asked
from tutor_reliability.evidence.runs import Release as Ends
from tutor_reliability.evidence.runs import runs
from tutor_reliability.policy.durations import Length
from tutor_reliability.policy.model import (
    EVIDENCE,
    Book,
    Comparison,
    Effect,
    Meter,
    Release,
    Rule,
)
from tutor_reliability.standing import Definition, Fold, History, Incident, Judged, Point, standing

SUNDAY = date(2026, 3, 1)
LAST = 80
SIGNAL = "late_sessions"
METER = Meter(name="chance", kind=EVIDENCE, of=(), signal=SIGNAL)


def day(number: int) -> date:
    return SUNDAY + timedelta(days=number)


def book(asks: float = 0.9, below: float | None = 0.5, lasts: int = 14) -> Book:
    release = below and Release(below=below, lasts=Length(number=lasts, unit="d"))
    rule = Rule(
        name="r",
        on=(),
        when=(Comparison(meter="chance", sign=">=", number=asks),),
        effect=Effect(do="mark", release=release or None),
        severity="watch",
        words="words",
        trigger=EVIDENCE,
    )
    text = replace(
        BASE, meters=(METER,), rules=(rule,), statuses=STATUSES, excuses=(), newcomers=None
    )
    return Book(variants=(text,))


def tutor(points: dict[int, float]) -> History:
    """Give a tutor with chances on some days, each of which has a session of that day."""
    its = [
        Point(day=day(number), chance=chance, incidents=(lost(number),))
        for number, chance in points.items()
    ]
    return History(tutor_id="T", incidents=(), joined=day(-400), chances={SIGNAL: its})


def lost(number: int) -> Incident:
    on = day(number)
    return Incident(session_id=f"s{number}", day=on, outcome="late_cancel", counts_from=on)


def stands(judged_by: Book, its: History, night: int) -> bool:
    found = standing(Judged.of(judged_by, its, {}), Fold, as_of=day(night))
    return any(one.stands(day(night)) for one in found)


def days(judged_by: Book, its: History) -> set[int]:
    return {number for number in range(LAST) if stands(judged_by, its, number)}


CHANCES = st.sampled_from([0.0, 0.3, 0.49, 0.5, 0.6, 0.7, 0.89, 0.9, 0.95, 1.0])
POINTS = st.dictionaries(st.integers(0, LAST - 1), CHANCES, max_size=12)
FEW = settings(max_examples=40, deadline=None)
BELOW = st.none() | st.sampled_from([0.3, 0.5])


@FEW
@given(POINTS, BELOW, st.integers(1, 30), st.sampled_from([0.7, 0.9]), st.floats(0.0, 0.1))
def test_raising_a_threshold_never_adds_a_day(points, below, lasts, asks, more) -> None:
    its = tutor(points)
    assert days(book(asks + more, below, lasts), its) <= days(book(asks, below, lasts), its)


@FEW
@given(POINTS, st.sampled_from([0.3, 0.5]), st.integers(1, 30), st.integers(1, 30))
def test_a_longer_release_never_ends_earlier(points, below, lasts, more) -> None:
    its = tutor(points)
    assert days(book(0.9, below, lasts), its) <= days(book(0.9, below, lasts + more), its)


@FEW
@given(POINTS, BELOW, st.randoms(use_true_random=False))
def test_the_order_in_which_points_are_read_changes_nothing(points, below, chance) -> None:
    its = tutor(points)
    turned = list(its.chances[SIGNAL])
    chance.shuffle(turned)
    assert days(book(below=below), its) == days(
        book(below=below), replace(its, chances={SIGNAL: turned})
    )


@FEW
@given(POINTS, BELOW, st.integers(0, LAST - 1))
def test_a_past_night_is_told_again_as_it_was(points, below, night) -> None:
    then = tutor({number: one for number, one in points.items() if number <= night})
    judged = [Judged.of(book(below=below), one, {}) for one in (then, tutor(points))]
    before, again = (standing(one, Fold, as_of=day(night)) for one in judged)
    assert before == again


@FEW
@given(st.floats(0.5, 1.0), BELOW)
def test_who_has_no_points_satisfies_nothing(asks, below) -> None:
    assert days(book(asks, below), tutor({})) == set()


@FEW
@given(POINTS, st.integers(1, 30), st.integers(0, LAST - 1))
def test_the_runs_are_those_that_the_bench_measures(points, lasts, night) -> None:
    asked = [Asked(day=number, chance=points[number]) for number in sorted(points)]
    known = [one for one in asked if one.day <= night]
    measured = runs(known, on=0.9, release=Ends(below=0.5, days=lasts))
    judged = Judged.of(book(0.9, 0.5, lasts), tutor(points), {})
    found = Definition(judged, day(night)).runs("r", lambda *_: True)
    assert [(firing.known_on, until) for firing, until in found] == [
        (day(one.begins), None if one.ends is None else day(one.ends)) for one in measured
    ]


@FEW
@given(st.lists(CHANCES, min_size=60, max_size=60), st.sets(st.integers(0, 59), max_size=5))
def test_what_stands_never_changes_its_first_day(course, events) -> None:
    """Each night has a point of its own, which is gone the next unless it is an event's."""
    told: dict[int, date] = {}
    for night in range(60):
        asked = {one for one in range(night + 1) if one % 7 == 0 or one in events} | {night}
        its = [
            Point(
                day=day(one),
                chance=course[one],
                incidents=tuple(lost(each) for each in sorted(events) if each <= one),
            )
            for one in sorted(asked)
        ]
        history = History(tutor_id="T", incidents=(), joined=day(-400), chances={SIGNAL: its})
        found = standing(Judged.of(book(), history, {}), Fold, as_of=day(night))
        now = [one.since for one in found if one.stands(day(night))]
        if now and night - 1 in told:
            assert now == [told[night - 1]]
        if now:
            told[night] = now[0]
