"""Times that cannot be, times that lie, and times of which only the day is known."""

from datetime import date

import pytest

from tutor_reliability.policy import parse
from tutor_reliability.sources import Source

BOOKED, START = "2026-03-01T09:00:00Z", "2026-03-10T10:00:00Z"
AT = "event_id,session_id,cancelled_at,initiator,precision"


def session(name="S1", status="cancelled", start=START, booked=BOOKED, minutes=60):
    return f"{name},T1,U1,{booked},{start},{minutes},{status}"


def each(world, column, table="core.session_outcomes"):
    """Give a column by session, for worlds in which each case is a session of its own."""
    return dict(world.ask(f"select session_id, {column} from {table}"))


def rejected(world):
    """Give line and reason of each row that was rejected or warned of."""
    return world.ask("select line, reason from raw.rejected_rows order by line")


def test_no_cancellation_is_older_than_its_booking(world):
    world.sessions(session("older"), session("as old"))
    world.cancellations(
        "E1,older,2026-03-01T08:59:59Z,tutor,", "E2,as old,2026-03-01T09:00:00Z,tutor,", header=AT
    )
    world.judge()

    assert rejected(world) == [(2, "cancelled_before_booked")]
    assert each(world, "notice") == {"older": "unknown", "as old": "exact"}


def test_a_start_lies_from_2000_to_two_years_ahead(world):
    reasons = {
        "0000-01-01T00:00:00Z": "sentinel_date",
        "1900-01-01T00:00:00Z": "sentinel_date",
        "1999-12-31T23:59:59Z": "sentinel_date",
        "2000-01-01T00:00:00Z": None,
        "2100-01-01T00:00:00Z": "sentinel_date",
        "2028-03-01T09:00:00Z": None,
        "2028-03-01T09:00:01Z": "start_too_far_ahead",
    }
    far = [
        session(f"S{line}", "scheduled", start, "" if start < "2026" else BOOKED)
        for line, start in enumerate(reasons, 3)
    ]
    world.sessions(session("OK", "completed"), *far)
    world.judge()

    assert rejected(world) == [(line, one) for line, one in enumerate(reasons.values(), 3) if one]


def test_a_booking_comes_first_and_days_are_compared_as_days(world):
    a_day = "2026-03-10T00:00:00Z"
    world.sessions(
        session("as it began", "completed", START, "2026-03-10T10:00:00Z"),
        session("a second later", "completed", START, "2026-03-10T10:00:01Z"),
        session("on a day's day", "completed", a_day, "2026-03-10T23:59:59Z"),
        session("next day", "completed", a_day, "2026-03-11T00:00:00Z"),
    )
    world.judge()

    assert rejected(world) == [(3, "booked_after_start"), (5, "booked_after_start")]


def cancelled_at(world, ends):
    """Cancel sessions of one start, each at its own instant."""
    world.sessions(*(session(name) for name in ends))
    world.cancellations(*(f"E{name},{name},{at},tutor," for name, at in ends.items()), header=AT)


def test_cancelled_after_the_start_is_a_class_of_its_own(world):
    ends = {
        "as it began": "2026-03-10T10:00:00Z",
        "a second after": "2026-03-10T10:00:01Z",
        "30 days after": "2026-04-09T10:00:00Z",
        "and more": "2026-04-09T10:00:01Z",
    }
    cancelled_at(world, ends)
    world.judge()

    assert each(world, "outcome") == {
        "as it began": "late_cancel",
        "a second after": "cancelled_after_start",
        "30 days after": "cancelled_after_start",
        "and more": "needs_review",
    }
    assert rejected(world) == [(5, "cancelled_long_after_start")]


def test_a_session_without_length_keeps_its_row_and_loses_its_length(world):
    world.sessions(*(session(f"{n} minutes", "completed", minutes=n) for n in (-60, 0, 1)))
    landed = world.judge()["sessions.csv"]

    assert (landed.landed, landed.warned) == (3, 2)
    assert each(world, "duration_minutes") == {
        "-60 minutes": None,
        "0 minutes": None,
        "1 minutes": 1,
    }
    assert set(each(world, "in_exposure").values()) == {True}


@pytest.mark.parametrize("lies", [False, True])
def test_a_z_that_lies_is_overridden_by_the_sources_zone(world, lies):
    """The session is at 10:00 in Lisbon's summer; the log writes local times and calls them UTC."""
    source = Source(name="clinic", timezone="Europe/Lisbon", overrides_offset=lies)
    world.sessions(session(start="2026-07-10T10:00:00Z"))
    world.cancellations("E1,S1,2026-07-09T09:30:00+00:00,tutor,", header=AT)
    world.cancellations("E2,S2,2026-07-09T09:30:00,tutor,", header=AT, name="cancellations_2.csv")
    world.judge(source=source, as_of=date(2026, 7, 31))

    hour = "08" if lies else "09"
    times = "select strftime(cancelled_at, '%H:%M') from raw.cancellations order by 1"
    assert world.ask(times) == [("08:30",), (f"{hour}:30",)]


def test_a_day_without_a_time_is_uncertain_within_a_day_of_the_line(world):
    """The start is at 10:00 on the 10th: the line lies at 10:00 on the 9th."""
    ends = {
        "the day before the line's": "2026-03-08T00:00:00Z",
        "the line's day": "2026-03-09T00:00:00Z",
        "the start's day": "2026-03-10T00:00:00Z",
        "the day after": "2026-03-11T00:00:00Z",
    }
    cancelled_at(world, ends)
    world.judge()

    assert set(each(world, "precision", "raw.cancellations").values()) == {"day"}
    assert each(world, "(notice, outcome)") == {
        "the day before the line's": ("exact", "early_cancel"),
        "the line's day": ("uncertain", "notice_unknown"),
        "the start's day": ("uncertain", "notice_unknown"),
        "the day after": ("exact", "cancelled_after_start"),
    }


def test_uncertain_notice_is_late_only_where_the_policy_says_so(world):
    text = world.policy.text.replace("uncertain_is_late = false", "uncertain_is_late = true")
    world.sessions(session())
    world.cancellations("E1,S1,2026-03-10T00:00:00Z,tutor,", header=AT)
    world.judge(policy=parse(text, file="ours.toml"))

    assert world.row("notice, in_late") == ("uncertain", True)


def test_a_midnight_that_the_row_calls_exact_is_exact(world):
    names = ("second", "minute")
    world.sessions(*(session(name) for name in names))
    world.cancellations(
        *(f"E{name},{name},2026-03-10T00:00:00Z,tutor,{name}" for name in names), header=AT
    )
    world.judge()

    assert each(world, "(notice, in_late)") == dict.fromkeys(names, ("exact", True))


def test_one_time_of_day_in_the_file_makes_its_midnights_exact(world):
    world.sessions(session(), session("S2"))
    world.cancellations(
        "E1,S1,2026-03-10T00:00:00Z,tutor,", "E2,S2,2026-03-10T00:00:01Z,tutor,", header=AT
    )
    world.judge()

    assert world.ask("select distinct precision from raw.cancellations") == [("second",)]


def test_a_cancellation_of_no_time_is_never_late(world):
    world.sessions(session())
    world.cancellations("E1,S1,,tutor,", "E2,S1,,tutor,", header=AT)
    world.judge()

    assert world.row("notice, is_late, outcome") == ("unknown", False, "notice_unknown")
    assert world.one("select cancelled_notice_unknown from core.tutor_days") == 1


@pytest.mark.parametrize(("as_of", "late"), [(date(2026, 3, 14), 0), (date(2026, 3, 15), 1)])
def test_what_was_received_later_was_not_known_before(world, as_of, late):
    """A webhook of the 10th that was redelivered on the 15th: late only with hindsight."""
    world.sessions(session(booked="2026-03-01T09:00:00Z"))
    world.cancellations(
        "E1,S1,2026-03-10T08:00:00Z,tutor,2026-03-15T08:00:00Z",
        header="event_id,session_id,cancelled_at,initiator,received_at",
    )
    world.judge(as_of)

    assert world.one("select coalesce(sum(late), 0)::int from core.tutor_days") == late


def test_a_day_in_a_files_name_dates_what_it_says(world):
    known_on = {
        "cancellations/2026-03-20.csv": date(2026, 3, 20),
        "cancellations-20260320.csv.gz": date(2026, 3, 20),
        "cancellations-late.csv": date(2026, 3, 10),
    }
    world.sessions(*(session(name) for name in known_on))
    world.cancellations(name="cancellations/2026-03-01.csv")
    for name in known_on:
        world.cancellations(f"E{name},{name},2026-03-10T08:00:00Z,tutor,", header=AT, name=name)
    world.judge()

    assert each(world, "known_at::date", "raw.cancellations") == known_on


def test_a_file_dated_after_tonight_came_tonight_nonetheless(world):
    """An export named for the day it was made must not be a day late for ever."""
    world.sessions(session())
    world.cancellations(name="cancellations/2026-03-01.csv")
    world.judge(date(2026, 3, 19))
    world.cancellations("E1,S1,2026-03-10T08:00:00Z,tutor,", header=AT,
                        name="cancellations/2026-03-21.csv")  # fmt: skip
    world.judge(date(2026, 3, 20))

    assert world.one("select sum(late)::int from core.tutor_days") == 1
