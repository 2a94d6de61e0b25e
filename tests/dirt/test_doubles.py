"""Rows that come more than once: what is one event, and what only looks alike."""

from datetime import date

import pytest

BOOKED, START = "2026-03-01T09:00:00Z", "2026-03-10T10:00:00Z"
LATE = "2026-03-10T08:00:00Z"
VERSIONED = "session_id,tutor_id,scheduled_start,status,updated_at"


def session(name, status="cancelled"):
    return f"{name},T1,U1,{BOOKED},{START},60,{status}"


def counts(delivery):
    return delivery.landed, delivery.duplicate, delivery.superseded, delivery.rejected


def test_sessions_alike_in_everything_but_their_id_both_count(world):
    world.sessions(session("S1", "completed"), session("S2", "completed"))
    landed = world.judge()["sessions.csv"]

    assert counts(landed) == (2, 0, 0, 0)
    assert world.one("select sum(exposure)::int from core.tutor_days") == 2


def test_rows_without_an_id_are_rejected_one_by_one_and_never_merged(world):
    world.sessions(session("", "completed"), session("", "completed"), session("S1", "completed"))
    landed = world.judge()["sessions.csv"]

    assert counts(landed) == (1, 0, 0, 2)
    assert world.reasons == ["missing_value", "missing_value"]


def test_an_export_that_came_twice_under_other_ids_stops_the_night(world):
    rows = [f"S{n},T1,U{n % 20},{BOOKED},2026-03-{10 + n % 9}T1{n % 10}:00:00Z,60,completed"
            for n in range(20)]  # fmt: skip
    world.sessions(*rows)
    world.judge()
    assert world.check("raw.sessions", "sessions_do_not_come_twice", as_of=date(2026, 3, 20)).passed

    world.sessions(*(f"again{row}" for row in rows), name="sessions_2.csv")
    world.judge()
    found = world.check("raw.sessions", "sessions_do_not_come_twice", as_of=date(2026, 3, 20))
    assert (found.passed, found.blocking) == (False, True)


@pytest.mark.parametrize("files", [1, 2], ids=["in one file", "in another file"])
def test_the_same_row_again_is_dropped_and_counted(world, files):
    row = session("S1", "completed")
    if files == 1:
        world.sessions(row, row)
    else:
        world.sessions(row)
        world.sessions(row, session("S2", "completed"), name="sessions_2.csv")
    landed = world.judge()

    assert sum(one.duplicate for one in landed.values()) == 1
    assert world.one("select count(*) from raw.sessions where session_id = 'S1'") == 1


def test_of_two_contents_of_one_id_the_latest_version_wins(world):
    """Where neither says when it was written, the later delivery does."""
    early, late = "2026-03-11T10:00:00Z", "2026-03-12T10:00:00Z"
    versions = {"in order": (early, late), "the newer first": (late, early), "of no time": ("", "")}
    world.sessions(
        *(
            f"{name},T1,{START},{status},{at}"
            for name, its in versions.items()
            for status, at in zip(("cancelled", "completed"), its, strict=True)
        ),
        header=VERSIONED,
    )
    landed = world.judge()["sessions.csv"]

    assert counts(landed) == (3, 0, 3, 0)
    assert dict(world.ask("select session_id, event from core.session_outcomes")) == {
        "in order": "completed",
        "the newer first": "cancelled",
        "of no time": "completed",
    }
    kept = "select distinct versions from (select count(*) as versions from raw.sessions group by "
    assert world.ask(f"{kept} session_id)") == [(2,)], "both versions are kept"


def test_of_a_cancellation_entered_more_than_once_the_earliest_counts(world):
    entered = ["2026-03-10T09:00:00Z", "2026-03-08T10:00:00Z", LATE, "2026-03-09T11:00:00Z"]
    often = {f"S{times}": entered[:times] for times in (1, 2, 4)}
    world.sessions(*(session(name) for name in often))
    world.cancellations(
        *(f"E{name}{n},{name},{at},tutor,," for name, its in often.items()
          for n, at in enumerate(its))
    )  # fmt: skip
    world.judge()

    found = world.ask(
        "select session_id, cancellation_rows, strftime(cancelled_at, '%Y-%m-%dT%H:%M:%SZ') "
        "from core.session_outcomes order by session_id"
    )
    assert found == [(name, len(its), min(its)) for name, its in often.items()]
    assert world.one("select sum(booked)::int from core.tutor_days") == len(often)


def test_a_cancellation_without_an_id_is_known_by_its_content(world):
    world.sessions(session("S1"))
    world.cancellations(f",S1,{LATE},tutor,,", f",S1,{LATE},tutor,,", f",S1,{LATE},student,,")
    landed = world.judge()["cancellations.csv"]

    assert counts(landed) == (2, 1, 0, 0)
