"""Figures added up again from rows: they agree where the rows are whole, and differ where not."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammainc

from tutor_reliability.evidence.rows import Event, Signal
from tutor_reliability.evidence_again.days import Day
from tutor_reliability.evidence_again.expected import Expected
from tutor_reliability.evidence_again.figures import Figure, once_in
from tutor_reliability.evidence_again.ground import Ground
from tutor_reliability.evidence_again.rates import Rate
from tutor_reliability.policy.model import Evidence

LAST, CHANGED = date(2026, 7, 31), date(2026, 7, 15)
SIGNAL = Signal(
    tutor_id="T-1",
    as_of=LAST,
    signal="late_sessions",
    enough=True,
    chance=0.9,
    reference=0.05,
    events=4.5,
    trials=18.5,
    load=20.5,
    rate=0.2,
    rate_low=0.1,
    rate_high=0.3,
    since=CHANGED,
    chance_of_change=0.8,
    now_events=2.0,
    now_trials=9.0,
    before_events=2.5,
    before_trials=9.5,
    once_in=once_in(2, 9.0 * 0.05),
    spells=1,
    spell_sessions=3,
    unscored_sessions=1,
    students=4,
    clean_weeks=4,
    clean_chance=0.4,
)
TERMS = Evidence(weeks=5)


def worked(day: int, exposure: float, load: float, *, late: float = 0, excused: float = 0) -> Day:
    when = date(2026, 7, day)
    return Day(day=when, exposure=exposure, late=late, excused=excused, load=load)


DAYS = [
    worked(2, 2, 2.0, late=1),
    worked(8, 2, 4.0, late=2),
    worked(9, 1, 1.0, late=1),
    worked(10, 6, 8.0, excused=1),
    worked(20, 9, 9.0, late=2),
]


def late(number: int, day: int, **facts) -> Event:
    counted = {"spell_no": None, "event": 1.0, "load": 1.0, "treatment": "counted"}
    when = date(2026, 7, day)
    return Event(session_id=f"s{number}", day=when, chance_without=None, **{**counted, **facts})


EVENTS = [
    late(1, 2),
    late(2, 8, spell_no=1),
    late(3, 8, spell_no=1, event=0.0, treatment="same_spell"),
    late(4, 9, spell_no=1, event=0.5, treatment="same_spell"),
    late(5, 10, event=0.0, treatment="excused"),
    late(6, 20),
    late(7, 20),
]


def recomputed(ground: Ground) -> list[Figure]:
    """Give the figures of a rate of which no prior is kept: sums alone."""
    return list(Rate(ground=ground, expected=Expected(months={}), terms=TERMS).figures())


def disagreeing(signal: Signal, events=EVENTS) -> set[str]:
    ground = Ground.of(signal, events, DAYS, TERMS)
    return {one.name for one in recomputed(ground) if not one.agrees}


def test_whole_rows_give_every_figure_of_the_table() -> None:
    assert disagreeing(SIGNAL) == set()


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        pytest.param({"events": 5.0}, "separate events", id="events"),
        pytest.param({"trials": 19.0}, "trials", id="trials"),
        pytest.param({"load": 20.01}, "load", id="load"),
        pytest.param({"now_trials": 8.0}, "trials now", id="trials since the change"),
        pytest.param({"spell_sessions": 2}, "late sessions in spells", id="inside a spell"),
        pytest.param({"unscored_sessions": 0}, "late sessions not counted", id="excused"),
        pytest.param({"once_in": 2.0}, "at the limit, once in", id="rarity"),
    ],
)
def test_a_figure_that_its_rows_do_not_give_is_named(facts, named) -> None:
    assert disagreeing(replace(SIGNAL, **facts)) == {named}


def test_a_spell_on_the_day_of_an_incident_is_one_all_the_same() -> None:
    outage = [replace(one, treatment="incident") if one.spell_no == 1 else one for one in EVENTS]

    assert disagreeing(replace(SIGNAL, unscored_sessions=4), outage) == set()


def test_what_lies_before_the_weeks_looked_at_counts_for_nothing() -> None:
    early = replace(late(9, 1, treatment="excused"), day=date(2026, 6, 26))

    assert disagreeing(SIGNAL, [early, *EVENTS]) == set()


def test_wiped_out_days_are_one_trial_a_spell() -> None:
    wiped = replace(
        SIGNAL, signal="wiped_days", events=1.0, trials=4.0, load=1.0 + 2.0 + 8 / 7 + 1.0,
        since=None, now_events=1.0, now_trials=4.0, before_events=0.0, before_trials=0.0,
        once_in=None,
    )  # fmt: skip
    ground = Ground.of(wiped, EVENTS[1:4], DAYS, TERMS)
    found = {one.name: one for one in recomputed(ground)}

    assert found["load"].rows == pytest.approx(wiped.load, abs=1 / 4096)
    assert {name for name, one in found.items() if not one.agrees} <= {"load"}


def test_weeks_add_up_to_the_whole_and_end_with_the_night() -> None:
    weeks = Ground.of(SIGNAL, EVENTS, DAYS, TERMS).by_week(TERMS.weeks)

    assert [one.first.day for one in weeks] == [25, 18, 11, 4, 27]
    assert [one.events for one in weeks] == [0, 2, 0, 1.5, 1]
    assert [one.trials for one in weeks] == [0, 9, 0, 7.5, 2]
    assert sum(one.load for one in weeks) == SIGNAL.load


@given(st.integers(0, 120).map(lambda halves: halves / 2), st.floats(0.1, 3000))
def test_how_rare_it_is_agrees_with_the_library(events, load) -> None:
    chance = gammainc(max(events, 1e-9), load * 0.05) if events else 1.0

    assert 1 / once_in(events, load * 0.05) == pytest.approx(chance, rel=1e-9, abs=1e-300)
