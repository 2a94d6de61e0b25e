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


def test_a_cancellation_that_carries_too_little_is_an_orphan_that_waits(world):
    carried = {"no start": "T1,", "no tutor": f",{START}", "neither": ","}
    world.cancellations(
        *(f"{name},{LATE},tutor,{its}" for name, its in carried.items()), header=CARRYING
    )
    world.judge()
    assert world.ask("select session_id from core.session_outcomes") == []

    world.sessions(*(session(name) for name in carried), name="sessions_2.csv")
    world.judge()
    found = world.ask("select session_id, outcome from core.session_outcomes")
    assert dict(found) == dict.fromkeys(carried, "late_cancel")


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


def test_a_session_that_ran_was_not_cancelled(world):
    statuses = ("completed", "no_show_student")
    world.sessions(*(session(one, one) for one in statuses))
    world.cancellations(*(f"E{one},{one},{LATE},tutor,," for one in statuses))
    world.judge()

    assert world.ask(
        "select session_id, event, is_late, cancellation_rows from core.session_outcomes order by 1"
    ) == [(one, one, False, 1) for one in statuses]
    assert world.one("select count(*) from raw.cancellations") == len(statuses)


def test_a_cancellation_that_was_withdrawn_does_not_count_and_is_kept(world):
    withdrawn = {"by tonight": "2026-04-30T23:59:59Z", "only tomorrow": "2026-05-01T00:00:00Z"}
    world.sessions(*(session(one, "scheduled") for one in withdrawn))
    world.cancellations(*(f"E{one},{one},{LATE},tutor,{at}," for one, at in withdrawn.items()))
    world.judge()

    assert dict(world.ask("select session_id, event from core.session_outcomes")) == {
        "by tonight": "unreported",
        "only tomorrow": "cancelled",
    }
    assert world.one("select count(*) from raw.cancellations") == len(withdrawn)


def test_sessions_of_nobody_are_counted_in_the_totals(world):
    world.sessions(session(tutor=""), session("S2", "completed"))
    world.cancellations(f"E1,S1,{LATE},tutor,,")
    world.rate()

    assert world.ask(
        "select tutor_id, booked, exposure, late from core.tutor_days order by tutor_id"
    ) == [("", 1, 1, 1), ("T1", 1, 1, 0)]
    assert world.ask("select tutor_id from mart.tutors") == [("T1",)]
