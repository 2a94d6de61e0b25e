"""Days counted once by hand are those that the night counts: two programs, one answer."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_reliability.evidence.collapse import WorkingDays, collapse
from tutor_reliability.evidence_again.days import Day, counted_once
from tutor_reliability.policy.model import Evidence

TERMS = Evidence()
FIRST = date(2026, 7, 1)


@st.composite
def stretches(draw) -> list[Day]:
    """Draw a tutor's days: mostly close together, mostly lost, some of it excused."""
    found, day = [], FIRST
    for _ in range(draw(st.integers(1, 14))):
        day += timedelta(days=draw(st.integers(1, 5)))
        sessions = draw(st.integers(1, 4))
        lost = draw(st.integers(0, sessions))
        excused = draw(st.integers(0, lost))
        load = sessions * draw(st.sampled_from([1.0, 1.0625, 1.5, 20.0]))
        found.append(
            Day(
                day=day,
                exposure=float(sessions - excused),
                late=float(lost - excused),
                excused=float(excused),
                load=load,
            )
        )
    return found


@given(stretches())
def test_by_hand_gives_what_all_at_once_gives(days) -> None:
    sessions = np.array([one.sessions for one in days])
    load = np.array([one.load for one in days])
    whole = collapse(
        WorkingDays(
            tutor=np.zeros(len(days), dtype=np.int64),
            day=np.array([one.day.toordinal() for one in days]),
            sessions=sessions,
            late=np.array([one.late + one.excused for one in days]),
            load=load,
            day_load=load / sessions,
            excused=np.array([one.excused for one in days]),
        ),
        longest_gap=TERMS.longest_gap.number,
        longest_spell=TERMS.longest_spell.number,
        wiped_share=TERMS.wiped_share,
        second_day=TERMS.second_day,
    )
    found = {one.day: one for one in counted_once(days, TERMS)}

    for at, day in enumerate(days):
        if day.day not in found:
            assert whole.spell[at]
            assert whole.events[at] == whole.trials[at] == whole.load[at] == 0
            continue
        one = found[day.day]
        assert one.late_events == whole.events[at]
        assert one.sessions == whole.trials[at]
        assert one.days == whole.working_days[at]
        assert one.lost == float(whole.stands[at])
        assert one.load == pytest.approx(whole.load[at], abs=1 / 4096)
        assert one.day_load == pytest.approx(whole.days_load[at], abs=1 / 4096)


def day(number: int, *, exposure: float = 2, late: float = 2, excused: float = 0) -> Day:
    when = date(2026, 7, number)
    load = exposure + excused
    return Day(day=when, exposure=exposure, late=late, excused=excused, load=load)


@pytest.mark.parametrize(
    ("days", "events"),
    [
        pytest.param([day(1), day(6)], 1, id="five days apart"),
        pytest.param([day(1), day(7)], 2, id="six days apart"),
        pytest.param([day(1), day(2, late=0), day(3)], 2, id="taught between"),
        pytest.param([day(1), day(4), day(7), day(10)], 1, id="ten days long"),
        pytest.param([day(1), day(4), day(7), day(10), day(11)], 2, id="an eleventh day"),
        pytest.param([day(1, exposure=0, late=0, excused=2), day(2)], 1, id="partly excused"),
        pytest.param([day(1, exposure=0, late=0, excused=2)], 0, id="all of it excused"),
        pytest.param([day(1, exposure=3, late=1)], 1, id="partly taught, one late"),
        pytest.param([day(1, exposure=5, late=2)], 2, id="partly taught, two late"),
        pytest.param([day(1, exposure=5, late=3)], 1, id="three of five late are a day lost"),
    ],
)
def test_a_spell_is_one_event(days, events) -> None:
    assert sum(one.late_events for one in counted_once(days, TERMS)) == events


SECOND = day(2, exposure=1, late=1)


@pytest.mark.parametrize(
    ("days", "events"),
    [
        pytest.param([day(1), SECOND], 1.5, id="of one session"),
        pytest.param([day(1), day(2)], 1, id="of two sessions"),
        pytest.param([day(1), SECOND, day(3, exposure=1, late=1)], 1.5, id="and a third"),
        pytest.param([day(1), day(2), day(3, exposure=1, late=1)], 1, id="only the third is one"),
        pytest.param([day(1, exposure=0, late=0, excused=2), SECOND], 1, id="the first excused"),
        pytest.param([day(1), day(2, exposure=0, late=0, excused=1)], 1, id="the second excused"),
    ],
)
def test_the_second_day_of_a_spell_counts_half_where_it_had_one_session(days, events) -> None:
    counted = counted_once(days, TERMS)

    assert sum(one.late_events for one in counted) == events
    assert sum(one.sessions for one in counted) == events
    assert sum(one.load for one in counted) == events
    assert sum(one.lost for one in counted) == 1


def test_the_event_of_a_partly_excused_spell_stays_on_its_first_day() -> None:
    found = counted_once([day(1, exposure=0, late=0, excused=2), day(2)], TERMS)

    assert [(one.day.day, one.late_events, one.sessions, one.lost) for one in found] == [
        (1, 1.0, 1.0, 1.0)
    ]
