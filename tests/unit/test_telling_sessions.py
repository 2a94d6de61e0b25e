"""Why a session counts or does not, in words."""

from datetime import UTC, datetime

import pytest

from pipelines.telling_sessions import standing

COUNTED = {
    "event": "cancelled",
    "outcome": "late_cancel",
    "blame": "tutor",
    "notice": "known",
    "excuse": "none",
    "excused": False,
    "excused_from": [],
    "cured_by": None,
    "provisional": False,
    "settles_at": datetime(2026, 3, 3, 12, tzinfo=UTC),
    "in_exposure": True,
    "in_late": True,
}
OUT = {"in_exposure": False, "in_late": False}
LATER = "a rebooking or an excuse may still change it"
NOT = "is not counted in the rate: "


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        pytest.param({}, ["counts, as late"], id="late"),
        pytest.param({"in_late": False}, ["counts, not as late"], id="in the exposure"),
        pytest.param(
            {"excuse": "rejected"}, ["counts, as late", "its excuse was rejected"], id="rejected"
        ),
        pytest.param(
            OUT | {"excuse": "accepted", "excused": True, "excused_from": ["*"]},
            [f"{NOT}its excuse was accepted, which takes it out of all meters"],
            id="excused",
        ),
        pytest.param(
            OUT | {"excuse": "amnesty", "excused": True, "excused_from": ["late_90d"]},
            [f"{NOT}an amnesty covers it, which takes it out of late_90d"],
            id="amnesty",
        ),
        pytest.param(
            OUT | {"excuse": "pending", "provisional": True},
            [
                f"{NOT}not settled until 2026-03-03 12:00 UTC; {LATER}",
                "its excuse waits for a decision",
            ],
            id="pending",
        ),
        pytest.param(OUT | {"cured_by": "s2"}, [f"{NOT}session s2 takes its place"], id="cured"),
        pytest.param(
            OUT | {"event": "upcoming", "provisional": True},
            [f"{NOT}it starts after the as-of date"],
            id="upcoming",
        ),
        pytest.param(
            OUT | {"outcome": "student_cancel", "blame": "student", "notice": "uncertain"},
            [
                f"{NOT}the policy's rate leaves out student_cancel, the student's doing",
                "its notice is uncertain",
            ],
            id="left out",
        ),
    ],
)
def test_a_session_says_why_it_counts(facts, said) -> None:
    assert list(standing(COUNTED | facts)) == said
