"""What may not stand in a row, what may, and what is said of it."""

import pytest

from tutor_reliability.landing import REASONS
from tutor_reliability.tables import STATUSES

START = "2026-03-10T10:00:00Z"
OK = f"OK,T1,U1,2026-03-01T09:00:00Z,{START},60,scheduled"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param(f",T1,,,{START},60,scheduled", "missing_value", id="no session"),
        pytest.param("S1,T1,,,,60,scheduled", "missing_value", id="no start"),
        pytest.param(f"S1,T1,,,{START},60,", "missing_value", id="no status"),
        pytest.param(f"1.23E+15,T1,,,{START},60,scheduled", "scientific_id", id="session"),
        pytest.param(f"S1,1E+05,,,{START},60,scheduled", "scientific_id", id="tutor"),
        pytest.param(f"S1,T1,-4.5e+21,,{START},60,scheduled", "scientific_id", id="student"),
        pytest.param(f"S1,T1,,yesterday,{START},60,scheduled", "bad_time", id="booked"),
        pytest.param(f"S1,T1,,NULL,{START},60,scheduled", "bad_time", id="null spelled"),
        pytest.param(f"S1,T1,,2026-03-01,{START},60,scheduled", "no_offset", id="booked on a day"),
        pytest.param(f"S1,T1,,,{START},an hour,scheduled", "bad_number", id="duration in words"),
        pytest.param(f"S1,T1,,,{START},60.5,scheduled", "bad_number", id="half a minute"),
        pytest.param(f"S1,T1,,,{START},1e3,scheduled", "bad_number", id="scientific duration"),
        pytest.param(f"S1,T1,,,{START},9999999999,scheduled", "bad_number", id="ages"),
        pytest.param(f"S1,T1,,,{START},60,Scheduled", "unknown_status", id="status"),
        pytest.param(
            f"S1,T1,,1970-01-01T00:00:00Z,{START},60,scheduled", "sentinel_date", id="1970"
        ),
        pytest.param(
            f"S1,T1,,2026-03-10T10:00:01Z,{START},60,scheduled", "booked_after_start", id="a second"
        ),
    ],
)
def test_a_session_is_rejected(world, row, reason):
    delivery = world.land_sessions(OK, row)

    assert (delivery.landed, delivery.rejected) == (1, 1)
    assert world.rejected == [(3, reason)]
    assert world.one("select row from raw.rejected_rows") == row


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(f"S1,,,,{START},,cancelled", id="no tutor goes to the unassigned"),
        pytest.param(f"S1,T1,,{START},{START},60,completed", id="booked as it began"),
        pytest.param(f"5e3,1E5,12+E3,,{START},60,completed", id="ids that only look scientific"),
        pytest.param(f"S1,T1,,,{START},60.0,completed", id="a whole number with a point"),
        pytest.param(
            "S1,T1,,2026-03-10T23:59:59Z,2026-03-10T00:00:00Z,60,completed",
            id="booked on the day of a start without a time",
        ),
        pytest.param(
            "S1,T1,,2026-03-10T18:29:59Z,2026-03-10T00:00:00+05:30,60,completed",
            id="on that day where it is",
        ),
    ],
)
def test_a_session_lands(world, row):
    assert world.land_sessions(row).landed == 1


def test_booked_on_the_day_after_a_start_without_a_time(world):
    world.land_sessions("S1,T1,,2026-03-11T00:00:00Z,2026-03-10T00:00:00Z,60,completed")

    assert world.reasons == ["booked_after_start"]


@pytest.mark.parametrize(("duration", "kept"), [("0", None), ("-60", None), ("1", 1), ("", None)])
def test_a_duration_of_nothing_is_unknown_and_warned_of(world, duration, kept):
    delivery = world.land_sessions(f"S1,T1,,,{START},{duration},completed")

    assert world.one("select duration_minutes from raw.sessions") == kept
    assert delivery.warned == (1 if duration in {"0", "-60"} else 0)


def test_a_start_years_ahead_of_everything_else(world):
    booked = "2026-03-01T09:00:00Z"
    world.land_sessions(
        f"S1,T1,,{booked},2028-03-01T09:00:00Z,60,scheduled",
        f"S2,T1,,{booked},2028-03-01T09:00:01Z,60,scheduled",
        "S3,T1,,,2027-03-01T09:00:00Z,60,scheduled",
    )

    assert world.rejected == [(3, "start_too_far_ahead")]


def test_one_wrong_booking_does_not_make_the_far_future_near(world):
    rows = [f"S{row},T1,,2026-03-01T09:00:00Z,{START},60,scheduled" for row in range(200)]
    world.land_sessions(*rows, "X,T1,,2061-03-01T09:00:00Z,2061-03-10T09:00:00Z,60,scheduled")

    assert world.rejected == [(202, "start_too_far_ahead")]


def test_years_ahead_are_counted_from_the_last_night_if_that_is_later(world, utc):
    world.land_sessions(
        "S1,T1,,2024-01-01T09:00:00Z,2026-03-10T10:00:00Z,60,scheduled",
        arrived_after=utc("2026-03-01T23:59:59Z"),
    )

    assert world.reasons == []


def test_a_log_without_any_clock_is_not_judged_by_one(world):
    assert world.land_sessions("S1,T1,,,2099-12-31T10:00:00Z,60,scheduled").landed == 1


CANCELLED = "2026-03-05T10:00:00Z"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param(f",{CANCELLED},tutor,,", "missing_value", id="no session"),
        pytest.param(f"OK,{CANCELLED},,,", "missing_value", id="no initiator"),
        pytest.param(f"OK,{CANCELLED},teacher,,", "unknown_initiator", id="initiator"),
        pytest.param(f"OK,{CANCELLED},tutor,moved,", "unknown_kind", id="kind"),
        pytest.param(f"OK,{CANCELLED},tutor,,hour", "unknown_precision", id="precision"),
        pytest.param("OK,1900-01-01T00:00:00Z,tutor,,", "sentinel_date", id="sentinel"),
        pytest.param("OK,2026-03-01T08:59:59Z,tutor,,", "cancelled_before_booked", id="too early"),
        pytest.param(
            "OK,2026-02-28T00:00:00Z,tutor,,day", "cancelled_before_booked", id="on an earlier day"
        ),
        pytest.param(
            "OK,2026-04-09T10:00:01Z,tutor,,", "cancelled_long_after_start", id="too late"
        ),
    ],
)
def test_a_cancellation_is_rejected(world, row, reason):
    world.csv(
        "sessions.csv",
        "session_id,tutor_id,student_id,booked_at,scheduled_start,duration_minutes,status",
        OK,
    )
    world.land_cancellations(
        f"OK,{CANCELLED},tutor,,", row, header="session_id,cancelled_at,initiator,kind,precision"
    )

    assert world.rejected == [(3, reason)]
    assert world.one("select row from raw.rejected_rows") == row


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("OK,,tutor,,", id="at an unknown time"),
        pytest.param("OK,2026-03-01T09:00:00Z,tutor,,", id="as it was booked"),
        pytest.param("OK,2026-03-01T00:00:00Z,tutor,,day", id="on the day it was booked"),
        pytest.param("OK,2026-03-01T08:59:30Z,tutor,,minute", id="in the minute it was booked"),
        pytest.param("OK,2026-04-09T10:00:00Z,tutor,,", id="30 days after the start"),
        pytest.param("NOBODY,2020-01-01T00:00:00Z,tutor,,", id="of a session nobody knows"),
    ],
)
def test_a_cancellation_lands(world, row):
    world.csv(
        "sessions.csv",
        "session_id,tutor_id,student_id,booked_at,scheduled_start,duration_minutes,status",
        OK,
    )
    delivery = world.land_cancellations(
        row, header="session_id,cancelled_at,initiator,kind,precision"
    )

    assert (delivery.landed, world.reasons) == (1, [])


def test_a_cancellation_that_names_its_start_is_held_against_it(world):
    world.land_cancellations(
        f"S1,2026-05-01T10:00:00Z,tutor,T1,{START}",
        f"S2,2026-03-09T10:00:00Z,tutor,T1,{START}",
        header="session_id,cancelled_at,initiator,tutor_id,scheduled_start",
    )

    assert world.rejected == [(2, "cancelled_long_after_start")]


def test_a_cancellation_of_a_session_that_moved_is_held_against_the_later_start(world):
    header = "session_id,tutor_id,booked_at,scheduled_start,status,updated_at"
    booked = "2026-03-01T09:00:00Z"
    world.csv(
        "sessions.csv",
        header,
        f"S1,T1,{booked},2026-03-10T10:00:00Z,scheduled,{booked}",
        f"S1,T1,{booked},2026-04-10T10:00:00Z,scheduled,2026-03-02T09:00:00Z",
    )
    delivery = world.land_cancellations("S1,2026-05-09T10:00:00Z,tutor")

    assert delivery.landed == 1


def test_an_orphan_lands_and_waits_for_its_session(world):
    world.land_cancellations("S1,2026-03-01T10:00:00Z,tutor")
    world.csv(
        "sessions_2.csv", "session_id,tutor_id,scheduled_start,status", f"S1,T1,{START},cancelled"
    )
    world.land()

    assert world.ask(
        "select session_id from raw.cancellations semi join raw.sessions using (session_id)"
    ) == [("S1",)]


@pytest.mark.parametrize(
    ("log", "header", "row", "reason"),
    [
        (
            "contacts",
            "contact_id,tutor_id,contacted_at,channel",
            "C1,T1,2026-03-01T10:00:00Z,",
            "missing_value",
        ),
        (
            "contacts",
            "contact_id,tutor_id,contacted_at,channel,decision",
            "C1,T1,2026-03-01T10:00:00Z,chat,yes",
            "unknown_decision",
        ),
        (
            "contacts",
            "contact_id,tutor_id,contacted_at,channel,emergency",
            "C1,T1,2026-03-01T10:00:00Z,chat,perhaps",
            "bad_flag",
        ),
        ("feedback", "feedback_id,given_at,rating", "F1,2026-03-01T10:00:00Z,five", "bad_number"),
        ("feedback", "feedback_id,given_at,rating", "F1,2026-03-01T10:00:00Z,NaN", "bad_number"),
        ("feedback", "feedback_id,given_at", "F1,", "missing_value"),
        ("tutors", "tutor_id,joined_at", "T1,last year", "bad_date"),
        ("tutors", "tutor_id,display_name", ",Zoë", "missing_value"),
    ],
)
def test_a_row_of_another_log_is_rejected(world, log, header, row, reason):
    world.csv(f"{log}.csv", header, row)
    world.land()

    assert world.reasons == [reason]


def test_the_other_logs_land(world):
    world.csv(
        "contacts.csv",
        "contact_id,tutor_id,session_id,contacted_at,channel,emergency,decision",
        "C1,T1,S1,2026-03-01T10:00:00Z,support,1,pending",
    )
    world.csv(
        "feedback.csv", "feedback_id,given_at,rating,text", "F1,2026-03-01T10:00:00Z,4.5,late again"
    )
    world.csv("tutors.csv", "tutor_id,display_name,joined_at,capacity", "T1,Zoë,1998-05-01,-1")
    world.land()

    assert world.ask("select contact_id, emergency, decision from raw.contacts") == [
        ("C1", True, "pending")
    ]
    assert world.ask("select rating, text from raw.feedback") == [(4.5, "late again")]
    assert world.ask("select display_name, joined_at::varchar, capacity from raw.tutors") == [
        ("Zoë", "1998-05-01", None)
    ]
    assert world.one("select warned from raw.deliveries where log = 'tutors'") == 1


def test_what_is_said_names_the_column_the_value_and_what_was_expected(world):
    world.land_sessions(f"S1,T1,,,{START},60,Cancelled", "S2,T1,,,2026-03-01T10:00:00,60,completed")

    assert world.ask("select detail from raw.rejected_rows order by line") == [
        (f"status is 'Cancelled': expected one of {', '.join(STATUSES)}",),
        ("scheduled_start is '2026-03-01T10:00:00': expected an offset, such as Z or +01:00",),
    ]


def test_every_reason_has_its_words():
    assert all(
        words and words[0].islower() and not words.endswith(".") for words in REASONS.values()
    )
    assert all(";" in words for words in REASONS.values())
