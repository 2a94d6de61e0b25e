"""A missed night, a late file, a file corrected twice: the next run heals, and says so."""

from datetime import date

import pytest

from tutor_reliability.healing import refresh_healed
from tutor_reliability.night import Night

FIRST, SECOND, THIRD = date(2026, 3, 12), date(2026, 3, 13), date(2026, 3, 14)
SESSION = "S{n},T1,U1,2026-03-01T09:00:00Z,2026-03-{day}T10:00:00Z,60,{status}"
CANCELLED = "E{n},S{n},2026-03-{day}T08:00:00Z,tutor,,"


def night(world, day):
    """Run a night; gives what it says it mended."""
    world.judge(day)
    refresh_healed(world.opened, Night(as_of=day, timezone="UTC"))
    return world.ask(
        "select kind, log, first_day, last_day, rows, sessions, tutors, files from core.healed "
        f"where as_of = '{day}' order by kind desc, log"
    )


@pytest.fixture
def begun(world):
    """Two sessions of the 10th and one night of the 12th."""
    world.sessions(*(SESSION.format(n=n, day=10, status="completed") for n in (1, 2)),
                   name="sessions/2026-03-10.csv")  # fmt: skip
    world.cancellations(name="cancellations/2026-03-10.csv")
    assert night(world, FIRST) == []
    return world


def test_a_night_like_any_other_heals_nothing(begun):
    begun.sessions(SESSION.format(n=3, day=13, status="completed"), name="sessions/2026-03-13.csv")
    assert night(begun, SECOND) == []
    assert night(begun, THIRD) == []


def test_missed_nights_are_told_with_their_files(begun):
    begun.sessions(SESSION.format(n=3, day=13, status="completed"), name="sessions/2026-03-13.csv")
    begun.sessions(SESSION.format(n=4, day=14, status="completed"), name="sessions/2026-03-14.csv")

    assert night(begun, THIRD) == [
        ("missed_nights", "", SECOND, SECOND, 1, 0, 0, ["sessions/2026-03-13.csv"])
    ]


def test_a_file_that_comes_after_its_day_was_closed(begun):
    name = "cancellations/2026-03-11.csv"
    begun.sessions(SESSION.format(n=1, day=10, status="cancelled"), name="sessions/2026-03-11.csv")
    begun.cancellations(CANCELLED.format(n=1, day=10), name=name)

    day = date(2026, 3, 11)
    assert night(begun, SECOND) == [
        ("late_file", "cancellations", day, day, 1, 1, 1, [name]),
        ("late_file", "sessions", day, day, 1, 1, 1, ["sessions/2026-03-11.csv"]),
    ]
    assert begun.one("select outcome from core.session_outcomes where session_id = 'S1'") == (
        "late_cancel"
    )


def test_a_file_corrected_twice_is_told_each_night_and_the_last_content_counts(begun):
    name = "sessions/2026-03-10.csv"
    statuses = (("no_show_tutor", SECOND), ("no_show_student", THIRD))
    for status, day in statuses:
        begun.sessions(SESSION.format(n=1, day=10, status=status), name=name)
        assert night(begun, day) == [
            ("corrected_file", "sessions", date(2026, 3, 10), date(2026, 3, 10), 1, 1, 1, [name])
        ]
    assert begun.one("select event from core.session_outcomes where session_id = 'S1'") == (
        "no_show_student"
    )


def test_the_night_that_runs_again_says_the_same(begun):
    begun.sessions(
        SESSION.format(n=1, day=10, status="no_show_tutor"), name="sessions/2026-03-11.csv"
    )
    told = night(begun, SECOND)
    assert [kind for kind, *_ in told] == ["late_file"]
    assert night(begun, SECOND) == told


def test_a_past_night_heals_nothing(begun):
    night(begun, THIRD)
    begun.sessions(
        SESSION.format(n=1, day=10, status="no_show_tutor"), name="sessions/2026-03-11.csv"
    )
    assert night(begun, SECOND) == []
