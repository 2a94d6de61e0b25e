"""What a session weighs: more at hours and on days at which everybody was late more often."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.models.evidence_worlds import TONIGHT, Evidence, Taught, policy, tutor
from tutor_reliability.warehouse import Warehouse

MONTH = date(2026, 10, 31)
"""The last day that the hours of this month are learnt from."""
USUAL = [TONIGHT - timedelta(days=back) for back in range(180)]
OUTAGE = TONIGHT - timedelta(days=5)


@pytest.fixture(scope="module")
def evidence() -> Iterator[Evidence]:
    with Warehouse(None).open() as opened:
        yield Evidence(opened)


def everybody(late_at: dict[int, int], *, sessions: int = 20) -> list[Taught]:
    """Make tutors who each teach at one hour, with so many late every tenth day."""
    found = []
    for hour, late in late_at.items():
        days = [
            (day, sessions, late if number % 10 == 0 else 0) for number, day in enumerate(USUAL)
        ]
        found += tutor(f"at-{hour}", days, hour)
    return found


def lost_on(day: date, sessions: list[Taught], late: int) -> list[Taught]:
    """Have so many of a day's sessions cancelled late, whoever's they are."""
    of_day = [one.session for one in sessions if one.starts_at.date() == day][:late]
    return [replace(one, late=one.late or one.session in of_day) for one in sessions]


def factors(evidence: Evidence, kind: str) -> dict[str, float]:
    rows = evidence.rows(
        f"select key, factor from review.exposure_factors where kind = '{kind}' "
        f"and (kind = 'incident' or fitted_until = date '{MONTH}')"
    )
    return {row["key"]: row["factor"] for row in rows}


def test_an_hour_at_which_twice_as_many_are_late_weighs_nearly_twice(evidence) -> None:
    evidence.bring(
        everybody({3: 20, 9: 10, 15: 10, 20: 10}),
        policy(hour_weight=1, exposure_by_incident="false"),
    )
    found = factors(evidence, "hours")
    assert found["night"] == pytest.approx(2.0, abs=0.02)
    assert found["morning"] == found["afternoon"] == found["evening"] == 1.0


def test_few_late_sessions_say_little_of_an_hour(evidence) -> None:
    evidence.bring(
        everybody({3: 20, 9: 10, 15: 10, 20: 10}),
        policy(hour_weight=1000, exposure_by_incident="false"),
    )
    assert 1.0 < factors(evidence, "hours")["night"] < 1.25


def test_where_the_policy_weighs_no_hours_each_weighs_one(evidence) -> None:
    evidence.bring(everybody({3: 20, 15: 10}), policy(exposure_by_hour="false"))
    assert set(factors(evidence, "hours").values()) == {1.0}


def test_what_an_hour_weighs_is_learnt_before_the_month_begins(evidence) -> None:
    sessions = everybody({3: 10, 15: 10})
    terms = policy(exposure_by_incident="false")
    found = evidence.bring(sessions, terms) and factors(evidence, "hours")
    this_month = [
        replace(one, late=one.late or (one.starts_at.hour == 3 and one.starts_at.date() > MONTH))
        for one in sessions
    ]
    evidence.bring(this_month, terms)
    assert factors(evidence, "hours") == found


@pytest.mark.parametrize(
    ("late", "is_one"),
    [
        pytest.param(23, False, id="just below twice the usual"),
        pytest.param(24, True, id="twice the usual"),
    ],
)
def test_a_day_is_one_of_an_incident_from_so_many_times_the_usual(evidence, late, is_one) -> None:
    """40 sessions a day, 1 of them late: with 22 on top, twice the usual is 2 x 23 late."""
    sessions = [one for day in USUAL for one in lost_on(day, tutor("t", [(day, 40, 0)]), 1)]
    evidence.bring(lost_on(OUTAGE, sessions, late), policy(incident_weight=22))
    assert (OUTAGE.isoformat() in factors(evidence, "incident")) == is_one


def test_a_session_of_an_incident_weighs_as_many_as_are_usually_needed(evidence) -> None:
    """40 sessions a day, 1 of them late; on one day 25: each of that day's weighs 25."""
    sessions = [one for day in USUAL for one in lost_on(day, tutor("t", [(day, 40, 0)]), 1)]
    evidence.bring(lost_on(OUTAGE, sessions, 25), policy(incident_weight=5, wiped_share=0.66))
    assert factors(evidence, "incident") == {OUTAGE.isoformat(): 25.0}
    late, wiped = evidence.rows("select * from review.signals order by signal")
    assert (late["load"] - late["trials"], late["unscored_sessions"]) == (24 * 40, 25)
    assert (wiped["load"] - wiped["trials"], wiped["events"]) == (24, 0)


def test_where_the_policy_knows_no_incidents_there_are_none(evidence) -> None:
    sessions = [one for day in USUAL for one in lost_on(day, tutor("t", [(day, 40, 0)]), 1)]
    evidence.bring(
        lost_on(OUTAGE, sessions, 40), policy(incident_weight=1, exposure_by_incident="false")
    )
    assert factors(evidence, "incident") == {}


def test_days_without_any_late_session_before_make_no_infinite_incident(evidence) -> None:
    sessions = [one for day in USUAL for one in tutor("t", [(day, 10, 0)])]
    evidence.bring(lost_on(OUTAGE, sessions, 9), policy(incident_weight=1))
    assert factors(evidence, "incident") == {OUTAGE.isoformat(): 9 / (10 / (28 * 10))}
