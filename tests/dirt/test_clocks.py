"""Times that cannot be, times that lie, and times of which only the day is known."""

from datetime import date

import pytest

from tutor_reliability.policy import parse
from tutor_reliability.sources import Source

BOOKED, START = "2026-03-01T09:00:00Z", "2026-03-10T10:00:00Z"
AT = "event_id,session_id,cancelled_at,initiator,precision"


def session(name="S1", status="cancelled", start=START, booked=BOOKED, minutes=60):
    return f"{name},T1,U1,{booked},{start},{minutes},{status}"


@pytest.mark.parametrize(
    ("cancelled_at", "reasons"),
    [
        ("2026-03-01T08:59:59Z", ["cancelled_before_booked"]),
        ("2026-03-01T09:00:00Z", []),
    ],
)
def test_no_cancellation_is_older_than_its_booking(world, cancelled_at, reasons):
    world.sessions(session())
    world.cancellations(f"E1,S1,{cancelled_at},tutor,", header=AT)
    world.judge()

    assert world.reasons == reasons
    assert world.row("notice") == ("unknown" if reasons else "exact",)


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        ("0000-01-01T00:00:00Z", "sentinel_date"),
        ("1900-01-01T00:00:00Z", "sentinel_date"),
        ("1999-12-31T23:59:59Z", "sentinel_date"),
        ("2000-01-01T00:00:00Z", None),
        ("2100-01-01T00:00:00Z", "sentinel_date"),
        ("2028-03-01T09:00:00Z", None),
        ("2028-03-01T09:00:01Z", "start_too_far_ahead"),
    ],
)
def test_a_start_lies_from_2000_to_two_years_ahead(world, start, reason):
    booked = "" if start < "2026" else BOOKED
    world.sessions(session("OK", "completed"), session("S1", "scheduled", start, booked))
    world.judge()

    assert world.reasons == ([reason] if reason else [])


@pytest.mark.parametrize(
    ("booked", "start", "reasons"),
    [
        pytest.param("2026-03-10T10:00:00Z", START, [], id="as it began"),
        pytest.param("2026-03-10T10:00:01Z", START, ["booked_after_start"], id="a second later"),
        pytest.param("2026-03-10T23:59:59Z", "2026-03-10T00:00:00Z", [], id="on a day's day"),
        pytest.param(
            "2026-03-11T00:00:00Z", "2026-03-10T00:00:00Z", ["booked_after_start"], id="next day"
        ),
    ],
)
def test_a_booking_comes_first_and_days_are_compared_as_days(world, booked, start, reasons):
    world.sessions(session("S1", "completed", start, booked))
    world.judge()

    assert world.reasons == reasons


@pytest.mark.parametrize(
    ("cancelled_at", "outcome", "reasons"),
    [
        pytest.param("2026-03-10T10:00:00Z", "late_cancel", [], id="as it began"),
        pytest.param("2026-03-10T10:00:01Z", "cancelled_after_start", [], id="a second after"),
        pytest.param("2026-04-09T10:00:00Z", "cancelled_after_start", [], id="30 days after"),
        pytest.param(
            "2026-04-09T10:00:01Z", "needs_review", ["cancelled_long_after_start"], id="and more"
        ),
    ],
)
def test_cancelled_after_the_start_is_a_class_of_its_own(world, cancelled_at, outcome, reasons):
    world.sessions(session())
    world.cancellations(f"E1,S1,{cancelled_at},tutor,", header=AT)
    world.judge()

    assert world.row("outcome") == (outcome,)
    assert world.reasons == reasons


@pytest.mark.parametrize(("minutes", "kept", "warned"), [(-60, None, 1), (0, None, 1), (1, 1, 0)])
def test_a_session_without_length_keeps_its_row_and_loses_its_length(world, minutes, kept, warned):
    world.sessions(session("S1", "completed", minutes=minutes))
    landed = world.judge()["sessions.csv"]

    assert (landed.landed, landed.warned) == (1, warned)
    assert world.row("duration_minutes, in_exposure") == (kept, True)


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


MIDNIGHTS = [
    # the start is at 10:00 on the 10th: the line lies at 10:00 on the 9th
    pytest.param("2026-03-08T00:00:00Z", "exact", "early_cancel", id="the day before the line's"),
    pytest.param("2026-03-09T00:00:00Z", "uncertain", "notice_unknown", id="the line's day"),
    pytest.param("2026-03-10T00:00:00Z", "uncertain", "notice_unknown", id="the start's day"),
    pytest.param("2026-03-11T00:00:00Z", "exact", "cancelled_after_start", id="the day after"),
]


@pytest.mark.parametrize(("cancelled_at", "notice", "outcome"), MIDNIGHTS)
def test_a_day_without_a_time_is_uncertain_within_a_day_of_the_line(
    world, cancelled_at, notice, outcome
):
    world.sessions(session())
    world.cancellations(f"E1,S1,{cancelled_at},tutor,", header=AT)
    world.judge()

    assert world.one("select precision from raw.cancellations") == "day"
    assert world.row("notice, outcome") == (notice, outcome)


def test_uncertain_notice_is_late_only_where_the_policy_says_so(world):
    text = world.policy.text.replace("uncertain_is_late = false", "uncertain_is_late = true")
    world.sessions(session())
    world.cancellations("E1,S1,2026-03-10T00:00:00Z,tutor,", header=AT)
    world.judge(policy=parse(text, file="ours.toml"))

    assert world.row("notice, in_late") == ("uncertain", True)


@pytest.mark.parametrize("precision", ["second", "minute"])
def test_a_midnight_that_the_row_calls_exact_is_exact(world, precision):
    world.sessions(session())
    world.cancellations(f"E1,S1,2026-03-10T00:00:00Z,tutor,{precision}", header=AT)
    world.judge()

    assert world.row("notice, in_late") == ("exact", True)


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


@pytest.mark.parametrize(
    ("name", "known_on"),
    [
        ("cancellations/2026-03-20.csv", date(2026, 3, 20)),
        ("cancellations-20260320.csv.gz", date(2026, 3, 20)),
        ("cancellations-late.csv", date(2026, 3, 10)),
    ],
)
def test_a_day_in_a_files_name_dates_what_it_says(world, name, known_on):
    world.sessions(session())
    world.cancellations(name="cancellations/2026-03-01.csv")
    world.cancellations("E1,S1,2026-03-10T08:00:00Z,tutor,", header=AT, name=name)
    world.judge()

    assert world.one("select known_at::date from raw.cancellations") == known_on


def test_a_file_dated_after_tonight_came_tonight_nonetheless(world):
    """An export named for the day it was made must not be a day late for ever."""
    world.sessions(session())
    world.cancellations(name="cancellations/2026-03-01.csv")
    world.judge(date(2026, 3, 19))
    world.cancellations("E1,S1,2026-03-10T08:00:00Z,tutor,", header=AT,
                        name="cancellations/2026-03-21.csv")  # fmt: skip
    world.judge(date(2026, 3, 20))

    assert world.one("select sum(late)::int from core.tutor_days") == 1
