"""One ill week is one event, and what was said of a day stays said."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_reliability.evidence.collapse import WorkingDays, by_week, collapse
from tutor_reliability.policy.model.evidence import Evidence

GOLDEN = json.loads((Path(__file__).parents[2] / "vectors" / "collapse_golden.json").read_text())
RULES = {"longest_gap": 3, "longest_spell": 10}


def working(*rows: tuple[int, int, int, int]) -> WorkingDays:
    """Tutor, day, sessions, late."""
    tutor, day, sessions, late = (np.array(one) for one in zip(*rows, strict=True))
    full = sessions.astype(float)
    return WorkingDays(
        tutor=tutor,
        day=day,
        sessions=full,
        late=late.astype(float),
        load=full,
        day_load=np.ones_like(full),
    )


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: case["why"])
def test_the_golden_cases(case) -> None:
    found = collapse(working(*((0, *day) for day in case["days"])), **RULES)
    assert found.events.sum() == case["w"]
    assert found.trials.sum() == case["m"]
    assert found.load.sum() == case["m"]


@pytest.mark.parametrize(
    ("last", "spells"), [pytest.param(10, 1, id="span 9"), pytest.param(11, 2, id="span 10")]
)
def test_a_spell_is_cut_where_it_spans_too_long(last, spells) -> None:
    rows = [(0, day, 1, 1) for day in (1, 4, 7, last)]
    found = collapse(working(*rows), longest_gap=4, longest_spell=10)
    assert found.begins.sum() == spells


def test_a_long_absence_is_an_event_every_so_many_days() -> None:
    found = collapse(working(*((0, day, 2, 2) for day in range(25))), **RULES)
    assert np.flatnonzero(found.begins).tolist() == [0, 10, 20]
    assert found.working_days.sum() == 3


def test_spells_of_two_tutors_are_two() -> None:
    found = collapse(working((0, 1, 1, 1), (1, 2, 1, 1)), **RULES)
    assert found.events.tolist() == [1, 1]


def test_weeks_end_with_the_night() -> None:
    days = working((0, 1, 1, 0), (0, 8, 2, 0), (1, 14, 4, 0), (1, 15, 8, 0))
    weeks = by_week(days.tutor, days.day, days.sessions, last_day=14, weeks=2, tutors=2)
    assert weeks.tolist() == [[2, 1], [4, 0]]


histories = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 40), st.integers(1, 4), st.integers(0, 4)),
    min_size=1,
    max_size=40,
    unique_by=lambda row: row[:2],
).map(lambda rows: [(t, d, n, min(n, late)) for t, d, n, late in sorted(rows)])


@given(rows=histories, cut=st.integers(0, 40))
def test_what_was_said_of_a_day_does_not_change_with_what_follows(rows, cut) -> None:
    until = [row for row in rows if row[1] <= cut]
    if until:
        later = collapse(working(*rows), **RULES)
        then = collapse(working(*until), **RULES)
        kept = [row[1] <= cut for row in rows]
        assert later.events[kept].tolist() == then.events.tolist()
        assert later.trials[kept].tolist() == then.trials.tolist()


@given(rows=histories)
def test_there_are_never_more_events_than_late_sessions(rows) -> None:
    found = collapse(working(*rows), **RULES)
    late = np.array([row[3] for row in rows])
    assert (found.events <= late).all()
    assert (found.events <= found.trials).all()
    assert found.events.sum() >= (late > 0).any()


@pytest.mark.parametrize(
    ("sessions", "late", "wiped"), [(5, 3, True), (7, 4, False), (1, 1, True), (2, 1, False)]
)
def test_a_day_is_wiped_out_when_three_in_five_of_it_were_late(sessions, late, wiped) -> None:
    share = Evidence().wiped_share
    found = collapse(working((0, 1, sessions, late)), wiped_share=share, **RULES)
    assert found.spell.tolist() == [wiped]
    assert found.events.tolist() == [1 if wiped else late]


def test_a_day_taught_in_between_ends_a_spell_though_it_is_left_out() -> None:
    days = working((0, 1, 2, 2), (0, 3, 2, 2))
    broken = np.array([False, True])
    assert collapse(days, broken=broken, **RULES).events.tolist() == [1, 1]
    assert collapse(days, **RULES).events.tolist() == [1, 0]


@pytest.mark.parametrize(
    ("rows", "events"),
    [
        pytest.param([(1, 2, 2), (2, 1, 1)], [1, 0.5], id="half"),
        pytest.param([(1, 1, 1), (4, 1, 1)], [1, 0.5], id="after the longest gap"),
        pytest.param([(1, 1, 1), (5, 1, 1)], [1, 1], id="a spell of its own"),
        pytest.param([(1, 1, 1), (2, 2, 2)], [1, 0], id="of two sessions"),
        pytest.param([(1, 1, 1), (2, 1, 1), (3, 1, 1)], [1, 0.5, 0], id="the third adds nothing"),
    ],
)
def test_the_second_day_of_a_spell_counts_in_part_where_it_had_one_session(rows, events) -> None:
    found = collapse(working(*((0, *row) for row in rows)), second_day=0.5, **RULES)
    assert found.events.tolist() == found.trials.tolist() == found.load.tolist() == events
    assert found.working_days.sum() == found.begins.sum()


@pytest.mark.parametrize(
    ("excused", "events", "load"),
    [
        pytest.param([0, 0], [1, 0.5], [3, 1.5], id="none"),
        pytest.param([1, 0], [1, 0], [3, 1], id="the first"),
        pytest.param([0, 1], [1, 0], [3, 1], id="the second"),
        pytest.param([1, 1], [0, 0], [2, 1], id="both"),
    ],
)
def test_an_excuse_takes_half_an_event_out_with_an_ordinary_half_of_its_load(
    excused, events, load
) -> None:
    plain = working((0, 1, 1, 1), (0, 2, 1, 1))
    days = replace(plain, load=plain.load * 3, excused=np.array(excused, float))
    found = collapse(days, second_day=0.5, **RULES)
    assert (found.events.tolist(), found.load.tolist()) == (events, load)
