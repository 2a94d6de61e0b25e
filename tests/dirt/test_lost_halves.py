"""A cancellation without its session, a session without its cancellation, and those taken back."""

import pytest

from quality import limits

BOOKED, START, LATE = "2026-03-01T09:00:00Z", "2026-03-10T10:00:00Z", "2026-03-10T08:00:00Z"
CARRYING = "session_id,cancelled_at,initiator,tutor_id,scheduled_start"


def session(name="S1", status="cancelled", tutor="T1"):
    return f"{name},{tutor},U1,{BOOKED},{START},60,{status}"


def test_a_cancellation_that_carries_tutor_and_start_rebuilds_its_session(world):
    world.cancellations(f"S1,{LATE},tutor,T1,{START}", header=CARRYING)
    world.judge()

    assert world.row("session_id, tutor_id, outcome, in_late, session_line is null") == (
        "S1", "T1", "late_cancel", True, True,
    )  # fmt: skip


@pytest.mark.parametrize("carried", ["T1,", f",{START}", ","])
def test_a_cancellation_that_carries_too_little_is_an_orphan_that_waits(world, carried):
    world.cancellations(f"S1,{LATE},tutor,{carried}", header=CARRYING)
    world.judge()
    assert world.ask("select session_id from core.session_outcomes") == []

    world.sessions(session(), name="sessions_2.csv")
    world.judge()
    assert world.row("outcome") == ("late_cancel",)


@pytest.mark.parametrize(("orphans", "red"), [(5, False), (6, True)])
def test_beyond_one_orphan_in_twenty_the_night_is_red(world, orphans, red):
    of = 100
    world.sessions(*(session(f"S{n}") for n in range(of - orphans)))
    world.cancellations(*(f"E{n},S{n},{LATE},tutor,," for n in range(of)))
    world.judge()

    found = world.check("raw.cancellations", "orphans_are_few")
    assert limits.defaults()["max_orphan_share"] == 0.05
    assert (found.passed, found.blocking) == (not red, True)


def test_a_cancelled_session_without_a_cancellation_is_kept_with_its_notice_unknown(world):
    world.sessions(session(), session("S2", "completed"))
    world.judge()

    assert world.ask(
        "select event, initiator, notice, is_late, in_late from core.session_outcomes "
        "where session_id = 'S1'"
    ) == [("cancelled", "unknown", "unknown", False, False)]


@pytest.mark.parametrize("status", ["completed", "no_show_student"])
def test_a_session_that_ran_was_not_cancelled(world, status):
    world.sessions(session(status=status))
    world.cancellations(f"E1,S1,{LATE},tutor,,")
    world.judge()

    assert world.row("event, is_late, cancellation_rows") == (
        status.replace("no_show_student", "no_show_student"), False, 1,
    )  # fmt: skip
    assert world.one("select count(*) from raw.cancellations") == 1


@pytest.mark.parametrize(
    ("withdrawn_at", "event"),
    [
        pytest.param("2026-04-30T23:59:59Z", "unreported", id="by tonight"),
        pytest.param("2026-05-01T00:00:00Z", "cancelled", id="only tomorrow"),
    ],
)
def test_a_cancellation_that_was_withdrawn_does_not_count_and_is_kept(world, withdrawn_at, event):
    world.sessions(session(status="scheduled"))
    world.cancellations(f"E1,S1,{LATE},tutor,{withdrawn_at},")
    world.judge()

    assert world.row("event") == (event,)
    assert world.one("select count(*) from raw.cancellations") == 1


def test_sessions_of_nobody_are_counted_in_the_totals(world):
    world.sessions(session(tutor=""), session("S2", "completed"))
    world.cancellations(f"E1,S1,{LATE},tutor,,")
    world.judge()

    assert world.ask(
        "select tutor_id, booked, exposure, late from core.tutor_days order by tutor_id"
    ) == [("", 1, 1, 1), ("T1", 1, 1, 0)]
    assert world.ask("select tutor_id from mart.tutors") == [("T1",)]
