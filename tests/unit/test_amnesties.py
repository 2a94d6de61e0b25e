"""Surge days become lines that a policy takes, once a person has signed them."""

from datetime import date, timedelta

import pytest

from tutor_reliability.amnesties import Surge, proposals
from tutor_reliability.errors import ReliabilityError
from tutor_reliability.policy import load, parse

DAY = date(2026, 2, 3)


def surge(ago: int = 0, **more) -> Surge:
    given = {
        "tutors_active": 40,
        "tutors_hit": 12,
        "late": 9,
        "reason_code": "technical",
        "reason_share": 0.8,
        **more,
    }
    return Surge(day=DAY - timedelta(days=ago), **given)


def signed(toml: str, by: str = "Ann Smith") -> str:
    return toml.replace('decided_by = ""', f'decided_by = "{by}"')


def amnesties(toml: str):
    return parse(f"{load('itutor').text}\n{toml}\n", file="itutor.toml").amnesties


def test_a_signed_proposal_is_an_amnesty() -> None:
    (proposal,) = proposals([surge()])
    (amnesty,) = amnesties(signed(proposal.toml))
    assert (amnesty.first_day, amnesty.last_day) == (DAY, DAY)
    assert (amnesty.reasons, amnesty.decided_by) == ((), "Ann Smith")
    assert amnesty.words == "12 of 40 tutors cancelled on 3 Feb 2026, far more than usual"


def test_an_unsigned_proposal_is_refused() -> None:
    (proposal,) = proposals([surge()])
    with pytest.raises(ReliabilityError, match="decided_by"):
        amnesties(proposal.toml)


def test_days_that_follow_each_other_are_one_and_the_newest_come_first() -> None:
    newer, older = proposals([surge(5), surge(4), surge(0)])
    assert (newer.first, newer.last, newer.late) == (DAY, DAY, 9)
    assert (older.first, older.last, older.late) == (
        DAY - timedelta(days=5), DAY - timedelta(days=4), 18,
    )  # fmt: skip
    (amnesty,) = amnesties(signed(older.toml))
    assert (amnesty.first_day, amnesty.last_day) == (older.first, older.last)


def test_where_nothing_is_late_any_more_nothing_is_proposed() -> None:
    assert proposals([surge(late=0)]) == []


@pytest.mark.parametrize(
    "reason",
    [
        pytest.param("technical", id="a code"),
        pytest.param('a "quoted"\nline\x7f\U0001f327', id="what no code should be"),
    ],
)
def test_the_reason_most_stated_can_be_asked_for(reason) -> None:
    (proposal,) = proposals([surge(reason_code=reason)])
    (amnesty,) = amnesties(signed(proposal.toml).replace("# reasons", "reasons"))
    assert amnesty.reasons == (reason,)


@pytest.mark.parametrize(
    "codes",
    [
        pytest.param((None, None), id="none stated"),
        pytest.param(("technical", "weather"), id="another each day"),
    ],
)
def test_without_one_reason_none_is_offered(codes) -> None:
    days = [surge(ago, reason_code=code) for ago, code in enumerate(codes)]
    (proposal,) = proposals(days)
    assert "reasons" not in proposal.toml
