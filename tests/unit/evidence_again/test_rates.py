"""What is weighed again of a rate: past nights that are kept whole, excuses, clean weeks."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from tutor_reliability.evidence.change import last_change
from tutor_reliability.evidence.mixture import Mixture
from tutor_reliability.evidence.rows import Event, Signal
from tutor_reliability.evidence.score import Terms
from tutor_reliability.evidence.what_if import Excusable, chances_without, recovery
from tutor_reliability.evidence_again.belief import Kind
from tutor_reliability.evidence_again.days import Day
from tutor_reliability.evidence_again.expected import Expected, Learnt
from tutor_reliability.evidence_again.ground import Ground
from tutor_reliability.evidence_again.rates import Rate
from tutor_reliability.policy.model import Evidence

LAST = date(2026, 7, 31)
TERMS = Evidence(weeks=5)
KINDS = [Kind(share=0.9, shape=4.0, rate=300.0), Kind(share=0.1, shape=4.0, rate=40.0)]
PRIOR = Mixture(weights=(0.9, 0.1), shapes=(4.0, 4.0), rates=(300.0, 40.0))
NIGHT = Terms(limit=TERMS.limit, weeks=5, hazard=TERMS.hazard, min_events=3)
LATE = {3: 1, 9: 2, 23: 3, 24: 3}
"""Late sessions of days in July, of four sessions each; the 23rd and the 24th are one spell."""
DAYS = [
    Day(day=date(2026, 7, one), exposure=4, late=LATE.get(one, 0), excused=0, load=4.0)
    for one in range(1, 32)
]
EVENTS = [
    Event(
        session_id=f"s{day}",
        day=date(2026, 7, day),
        spell_no=1 if day in (23, 24) else None,
        event=float(day != 24),
        load=4.0,
        treatment="same_spell" if day == 24 else "counted",
        chance_without=0.0,
    )
    for day in LATE
]
SIGNAL = Signal(
    tutor_id="T-1", as_of=LAST, signal="late_sessions", enough=True, chance=0.9, reference=0.05,
    events=4.0, trials=117.0, load=117.0, rate=0.05, rate_low=0.02, rate_high=0.1, since=None,
    chance_of_change=0.5, now_events=4.0, now_trials=117.0, before_events=0.0, before_trials=0.0,
    once_in=None, spells=1, spell_sessions=6, unscored_sessions=0, students=3, clean_weeks=1,
    clean_chance=0.4,
)  # fmt: skip
EVENTS_BY_WEEK, LOAD_BY_WEEK = [[0.0, 1.0, 0.0, 2.0, 1.0]], [[28.0, 21.0, 28.0, 28.0, 12.0]]
WEEKS = (np.array(EVENTS_BY_WEEK), np.array(LOAD_BY_WEEK))


def again(signal: Signal = SIGNAL, months=(date(2026, 6, 30),)) -> Rate:
    learnt = Learnt(kinds=KINDS, usual=0.0, near=0.0)
    expected = Expected(months=dict.fromkeys(months, learnt))
    return Rate(ground=Ground.of(signal, EVENTS, DAYS, TERMS), expected=expected, terms=TERMS)


def figures(signal: Signal = SIGNAL) -> dict[str, float]:
    return {one.name: one.rows for one in again(signal).figures()}


def test_weeks_are_those_of_the_days() -> None:
    weeks, happened = again().ground.weeks(LAST, TERMS.weeks)

    assert ([list(weeks.events)], [list(weeks.load)]) == (EVENTS_BY_WEEK, LOAD_BY_WEEK)
    assert weeks == happened


def test_an_excuse_takes_out_the_event_and_what_it_was_among() -> None:
    found = figures()
    night = chances_without(
        *WEEKS,
        Excusable(row=np.zeros(3, int), week=np.array([4, 3, 1]), load=np.ones(3)),
        prior=PRIOR,
        terms=NIGHT,
    )

    assert [found[f"were {one} excused"] for one in ("s3", "s9", "s23")] == pytest.approx(night)
    assert found["were s24 excused"] == found["were s23 excused"]


def test_an_excuse_takes_out_the_second_day_of_a_spell_with_the_first() -> None:
    """The 24th of one session: half an event, which goes with the 23rd; here both in one week."""
    one_late = {"exposure": 1, "late": 1, "load": 1.0}
    days = [replace(one, **one_late) if one.day.day == 24 else one for one in DAYS]
    rate = replace(again(), ground=Ground.of(SIGNAL, EVENTS, days, TERMS))
    found = {one.name: one.rows for one in rate.figures()}
    weeks = (np.array([[0.0, 1.5, 0.0, 2.0, 1.0]]), np.array([[28.0, 21.5, 28.0, 28.0, 12.0]]))
    spell = Excusable(
        row=np.zeros(1, int), week=np.array([1]), load=np.ones(1),
        part=np.array([0.5]), part_week=np.array([1]), part_load=np.array([0.5]),
    )  # fmt: skip
    night = chances_without(*weeks, spell, prior=PRIOR, terms=NIGHT)

    assert [found["were s23 excused"], found["were s24 excused"]] == pytest.approx([*night, *night])


def test_clean_weeks_are_as_many_as_the_night_says() -> None:
    night = recovery(*WEEKS, below=0.5, prior=PRIOR, terms=NIGHT)
    found = figures()

    assert found["clean weeks"] == night.weeks[0]
    assert found["chance after them"] == pytest.approx(night.chance[0], abs=1e-5)


def test_a_chance_of_no_note_asks_for_no_clean_weeks() -> None:
    assert "clean weeks" not in figures(replace(SIGNAL, chance=0.49))
    assert "clean weeks" in figures(replace(SIGNAL, chance=0.5))


def test_too_few_to_judge_has_no_chance() -> None:
    found = figures(replace(SIGNAL, enough=False, chance=None))

    assert found.keys() & {"chance", "events now", "expected rate", "clean weeks"} == set()


@pytest.mark.parametrize(
    ("kept", "weighed"),
    [
        pytest.param(timedelta(0), 1, id="the first of its weeks is kept"),
        pytest.param(timedelta(days=1), 0, id="a day of it is not"),
    ],
)
def test_a_past_night_is_weighed_where_all_its_days_are_kept(kept, weighed) -> None:
    first = LAST - timedelta(days=34)
    found = list(again().points([(LAST, 0.9)], kept_from=first + kept))

    assert len(found) == weighed


def test_a_past_night_whose_prior_is_not_kept_is_left_out() -> None:
    months = (date(2026, 5, 31),)

    assert list(again(months=months).points([(LAST, 0.9)], kept_from=date.min)) == []


def test_a_past_night_says_what_its_own_weeks_say() -> None:
    (found,) = again().points([(date(2026, 7, 8), 0.0)], kept_from=date.min)

    assert (found.name, found.rows, found.agrees) == ("chance on 2026-07-08", 0.0, True)


def test_the_terms_are_those_of_the_night() -> None:
    assert list(NIGHT.starts) == list(last_change(TERMS.hazard, TERMS.weeks))
