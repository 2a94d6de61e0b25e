"""The logs keep the data contract, and hold nothing that nobody could have known."""

import polars as pl
import pytest

from tutor_reliability.tables import LOGS, TIMESTAMP

ARRIVAL = {"known_at", "delivery_id", "line", "row_hash"}
ISO = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"
END = "2026-11-01T00:00:00Z"
RECORDED = {
    "sessions": "updated_at",
    "cancellations": "received_at",
    "contacts": "contacted_at",
    "feedback": "given_at",
}


def delivered(log):
    return [column for column in LOGS[log].columns if column.name not in ARRIVAL]


@pytest.mark.parametrize("log", LOGS)
def test_columns_are_those_of_the_contract(small, log):
    columns = set(small.log(log).columns) - {"line", "file"}

    assert columns == {column.name for column in delivered(log)}


@pytest.mark.parametrize("log", LOGS)
def test_clean_rows_have_what_is_required_and_only_known_values(small, log):
    clean = small.clean(log)
    for column in delivered(log):
        values = clean[column.name]
        assert values.null_count() == 0 or not column.required, column.name
        assert not column.values or set(values.drop_nulls()) <= set(column.values), column.name


@pytest.mark.parametrize("log", LOGS)
def test_every_clean_timestamp_is_iso_8601_with_offset(small, log):
    clean = small.clean(log)
    times = [column.name for column in delivered(log) if column.type == TIMESTAMP]

    assert [name for name in times if not clean[name].drop_nulls().str.contains(ISO).all()] == []


@pytest.mark.parametrize(("log", "time"), RECORDED.items())
def test_nothing_is_recorded_after_the_last_day(small, log, time):
    assert small.clean(log)[time].max() < END


def test_sessions_of_the_next_two_weeks_are_booked_and_open(small):
    ahead = small.clean("sessions").filter(pl.col("scheduled_start") >= END)

    assert set(ahead["status"]) == {"scheduled", "cancelled"}
    assert ahead["scheduled_start"].max() < "2026-11-15"


def test_clean_ids_are_unique(small):
    for log, key in (("sessions", "session_id"), ("cancellations", "event_id")):
        assert small.clean(log)[key].is_unique().all()


def with_its_session(world):
    return world.clean("cancellations").join(
        world.clean("sessions"), on="session_id", suffix="_of_session"
    )


def test_no_clean_cancellation_precedes_its_booking(small):
    both = with_its_session(small)

    assert len(both.filter(pl.col("cancelled_at") < pl.col("booked_at"))) == 0


def test_every_clean_cancellation_has_a_cancelled_session(small):
    both = with_its_session(small)

    assert len(both) == len(small.clean("cancellations"))
    assert set(both["status"]) == {"cancelled"}


def test_every_clean_cancelled_session_has_a_cancellation(small):
    cancelled = small.clean("sessions").filter(pl.col("status") == "cancelled")
    unexplained = cancelled.join(small.log("cancellations"), on="session_id", how="anti")

    assert len(unexplained) == 0


def test_a_reschedule_names_a_later_session_of_the_same_pair(small):
    both = with_its_session(small).filter(pl.col("kind") == "rescheduled")
    sessions = small.clean("sessions")
    pairs = both.join(
        sessions, left_on="rescheduled_to_session_id", right_on="session_id", suffix="_new"
    )

    assert 0 < len(both) == len(pairs)
    assert (pairs["student_id"] == pairs["student_id_new"]).all()
    assert (pairs["scheduled_start_of_session"] < pairs["scheduled_start_new"]).all()


def test_a_moved_session_was_moved_to_a_later_start(small):
    moved = small.clean("sessions").filter(pl.col("original_start").is_not_null())

    assert len(moved) > 0
    assert (moved["original_start"] < moved["scheduled_start"]).all()
    assert (moved["booked_at"] < moved["original_start"]).all()


def test_a_trial_is_the_first_session_of_its_pair(small):
    trials = small.clean("sessions").filter(pl.col("kind") == "trial")

    assert len(trials) > 0
    assert set(trials["first_with_student"]) == {"true"}


def test_students_come_back_weekly(small):
    pairs = small.clean("sessions").group_by("tutor_id", "student_id").len()

    assert pairs["len"].median() >= 4


def test_a_pending_contact_has_no_date_of_decision(small):
    contacts = small.clean("contacts")
    pending = pl.col("decision") == "pending"

    assert contacts.filter(pending)["decided_at"].null_count() == contacts.filter(pending).height
    assert contacts.filter(~pending)["decided_at"].null_count() == 0
