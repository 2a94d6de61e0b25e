"""Points that a night keeps are those that asking everybody anew gives; so is all else.

Marketplaces are made by chance and brought to some nights in a row, with what happens in real ones:
sessions excused or corrected long after, a night missed or run twice, an earlier night asked for.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.models.evidence_worlds import TONIGHT, Evidence, Taught, by_chance, policy, tutor
from tutor_reliability.warehouse import Warehouse

ALIKE = policy(exposure_by_hour="false", exposure_by_incident="false")
POLICIES = (ALIKE, policy(), policy(min_tutors=3, incident_weight=1, hour_weight=1))
WEEK = timedelta(days=7)
TO_A_NEW_QUARTER = (date(2026, 12, 31) - TONIGHT).days


@pytest.fixture(scope="module")
def ours() -> Iterator[Evidence]:
    with Warehouse(None).open() as opened:
        yield Evidence(opened)


@pytest.fixture(scope="module")
def anew() -> Iterator[Evidence]:
    with Warehouse(None).open() as opened:
        yield Evidence(opened)


def corrected(rnd: Random, one: Taught) -> Taught:
    """Correct a session: excused, late after all, moved by a day, or another one of its day."""
    return rnd.choice(
        (
            replace(one, excused=one.late),
            replace(one, late=not one.late, excused=False),
            replace(one, starts_at=one.starts_at - timedelta(days=1)),
            replace(one, session=f"{one.session} again"),
        )
    )


def nights(rnd: Random) -> Iterator[date]:
    """Give nights in a row; now and then one is missed, run twice, or an earlier one asked for."""
    night = TONIGHT - timedelta(days=4)
    while night <= TONIGHT:
        yield night
        night += timedelta(days=rnd.choice((1, 1, 1, 1, 1, 1, 0, 2, -1)))


@pytest.mark.parametrize("examples", [1, pytest.param(15, marks=pytest.mark.slow)], ids=str)
def test_nights_one_by_one_are_as_each_made_anew(ours, anew, examples) -> None:
    quiet = settings(
        max_examples=examples,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.reuse, Phase.generate),
        report_multiple_bugs=False,
    )

    @quiet
    @given(rnd=st.builds(Random, st.integers(0, 2**32)))
    def law(rnd: Random) -> None:
        terms, later = rnd.choice(POLICIES), timedelta(days=rnd.choice((0, TO_A_NEW_QUARTER)))
        sessions = by_chance(rnd, tutors=4)
        bring = ours.bring
        for night in nights(rnd):
            for _ in range(rnd.choice((0, 0, 1, 3))):
                number = rnd.randrange(len(sessions))
                sessions[number] = corrected(rnd, sessions[number])
            there = [replace(one, starts_at=one.starts_at + later) for one in sessions]
            bring(there, terms, night + later)
            bring = ours.go_on
            assert ours.tables() == anew.bring(there, terms, night + later).tables()

    law()


def test_only_who_has_something_new_is_asked_anew(ours) -> None:
    """Shown by what cannot be: a past chance of 0.123, which nobody computed."""
    bad = [(TONIGHT - timedelta(days=back), 3, back % 2) for back in range(200)]
    untouched, touched = tutor("untouched", bad), tutor("touched", bad)
    ours.bring([*untouched, *touched], ALIKE, TONIGHT - timedelta(days=1))
    ours.opened.con.execute(
        "update review.signal_points set chance = 0.123 where day = ?", [TONIGHT - WEEK]
    )
    touched[-1] = replace(touched[-1], starts_at=touched[-1].starts_at - timedelta(days=100))
    ours.go_on([*untouched, *touched], ALIKE, TONIGHT)
    told = ours.rows(
        "select tutor_id, chance = 0.123 as was_kept, day from review.signal_points "
        f"where signal = 'late_sessions' and day in (date '{TONIGHT - WEEK}', date '{TONIGHT}')"
    )
    assert {(one["tutor_id"], one["day"]): one["was_kept"] for one in told} == {
        ("untouched", TONIGHT - WEEK): True,
        ("untouched", TONIGHT): False,
        ("touched", TONIGHT - WEEK): False,
        ("touched", TONIGHT): False,
    }


def test_another_policy_leaves_no_point_standing(ours) -> None:
    bad = [(TONIGHT - timedelta(days=back), 3, back % 2) for back in range(200)]
    ours.bring(tutor("t", bad), ALIKE, TONIGHT - timedelta(days=1))
    ours.opened.con.execute("update review.signal_points set chance = 0.123")
    ours.go_on(tutor("t", bad), policy(hazard=0.05), TONIGHT)
    assert ours.rows("select * from review.signal_points where chance = 0.123") == []
