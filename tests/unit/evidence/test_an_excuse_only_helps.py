"""Whatever is excused, in whatever order, the chance of no day rises, nor is said to."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor_reliability.evidence.collapse import WorkingDays, collapse
from tutor_reliability.evidence.mixture import Mixture
from tutor_reliability.evidence.score import Terms, ask, judge
from tutor_reliability.evidence.what_if import Excusable, chances_without
from tutor_reliability.evidence.windows import Asked, Course

PRIOR = Mixture(weights=(0.92, 0.08), shapes=(5.25, 7.56), rates=(350.0, 63.0))
TERMS = Terms(limit=0.05, weeks=26, hazard=0.06, min_events=3)
SPELLS = {"longest_gap": 3, "longest_spell": 10, "wiped_share": 0.66, "second_day": 0.5}
LAST = 181
ROUNDING = 1e-9

DAY = st.tuples(st.integers(0, LAST), st.integers(1, 4), st.integers(0, 4), st.integers(0, 4))
LOADS = st.sampled_from([1.0, 1.3, 4.0, 12.0])


def of_day(row):
    return row[0][0]


@st.composite
def courses(draw) -> tuple[WorkingDays, np.ndarray]:
    """Draw a tutor's days with some of them excused, and as many or more excused."""
    rows = draw(
        st.lists(st.tuples(DAY, LOADS), min_size=3, max_size=40, unique_by=lambda one: one[0][0])
    )
    rows.sort()
    day, sessions, late, excused = (
        np.array(one, float) for one in zip(*(one[0] for one in rows), strict=True)
    )
    factor = np.array([one[1] for one in rows])
    late = np.minimum(late, sessions)
    more = np.minimum(late, excused)
    less = np.minimum(
        more, np.array(draw(st.lists(st.integers(0, 4), min_size=len(rows), max_size=len(rows))))
    )
    days = WorkingDays(
        tutor=np.zeros(len(rows), np.int64),
        day=day.astype(np.int64),
        sessions=sessions,
        late=late,
        load=sessions * factor,
        day_load=factor,
        excused=less,
    )
    return days, more


def asked(days: WorkingDays, signal: str) -> np.ndarray:
    """Give the chance on each day of a course, and tonight."""
    once, whole = collapse(days, **SPELLS), collapse(replace(days, excused=None), **SPELLS)
    figures = [
        one
        for its in (once, whole)
        for one in (
            (its.events, its.load)
            if signal == "late_sessions"
            else (its.stands.astype(float), its.days_load)
        )
    ]
    course = Course.of(days.tutor, days.day, *figures)
    questions = np.unique(np.append(days.day, LAST))
    points = ask(
        course,
        Asked(tutor=np.zeros(len(questions), np.int64), day=questions),
        prior_of=lambda _: PRIOR,
        terms=TERMS,
    )
    return points.chance


def never_rises(course, signal) -> None:
    days, more = course
    fewer = asked(replace(days, excused=more), signal)
    assert (fewer <= asked(days, signal) + ROUNDING).all()


@pytest.mark.parametrize("signal", ["late_sessions", "wiped_days"])
@given(course=courses())
@settings(max_examples=60)
def test_one_more_excuse_never_raises_the_chance_of_any_day(signal, course) -> None:
    never_rises(course, signal)


@pytest.mark.slow
@pytest.mark.parametrize("signal", ["late_sessions", "wiped_days"])
@given(course=courses())
@settings(max_examples=1_500)
def test_nor_however_long_one_searches(signal, course) -> None:
    never_rises(course, signal)


def test_an_old_excuse_does_not_make_a_decline_steeper() -> None:
    """Taken out altogether, the event of half a year ago would lift the chance from 28 to 77 %."""
    events = [0, 0, 0, 0, 0, 1, 2, 4, 0, 4, 1, 1, 2, 0, 0, 1, 2, 4, 2, 0, 0, 1, 0, 0, 0, 1]
    load = [5, 4, 7, 2, 3, 4, 5, 5, 1, 10, 9, 7, 5, 3, 7, 3, 7, 5, 7, 6, 2, 8, 7, 8, 4, 8]
    weeks = np.array([events], float), np.array([load], float)
    before = judge(*weeks, prior=PRIOR, terms=TERMS).current.chance_over_limit
    oldest = Excusable(row=np.array([0]), week=np.array([25]), load=np.array([1.0]))
    assert chances_without(*weeks, oldest, prior=PRIOR, terms=TERMS)[0] <= before[0]
