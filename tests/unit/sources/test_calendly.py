"""Calendly: a session is a scheduled event, a booking an invitee of it."""

import json

import pytest

from tutor_reliability.sources.adapters.calendly import ADAPTER

EVENT = "https://api.calendly.com/scheduled_events/E1"
ENDED = "2026-03-09T20:00:00.000000Z"
SENT = "2026-03-16T20:00:00.000000Z"


def webhook(event="invitee.canceled", *, scheduled=None, **payload):
    given = {
        "uri": f"{EVENT}/invitees/I1",
        "email": "Bob@example.org",
        "scheduled_event": {
            "uri": EVENT,
            "name": "Algebra",
            "status": "canceled",
            "start_time": "2026-03-10T10:00:00.000000Z",
            "end_time": "2026-03-10T10:45:00.000000Z",
            "event_memberships": [{"user": "https://api.calendly.com/users/ANN"}],
            **(scheduled or {}),
        },
        "rescheduled": False,
        "created_at": "2026-03-01T09:00:00.000000Z",
        "updated_at": ENDED,
        **payload,
    }
    return {"event": event, "created_at": SENT, "payload": given}


def cancelled(by="host", **more):
    cancellation = {"canceler_type": by, "canceled_by": "Ann", "reason": "ill", "created_at": ENDED}
    return webhook(cancellation=cancellation, **more)


@pytest.mark.parametrize(
    ("canceler", "initiator"), [("host", "tutor"), ("invitee", "student"), ("", "unknown")]
)
def test_who_cancelled_is_told_by_the_kind_of_canceler(read_objects, canceler, initiator):
    row = read_objects(ADAPTER, cancelled(canceler)).row("cancellations")

    assert row["initiator"] == initiator


def test_the_time_is_the_cancellations_never_the_envelopes(read_objects):
    row = read_objects(ADAPTER, cancelled()).row("cancellations")

    assert (row["cancelled_at"], row["received_at"]) == (ENDED, SENT)


def test_without_its_own_time_a_cancellation_has_none(read_objects):
    row = read_objects(ADAPTER, webhook(cancellation={"canceler_type": "host"}))

    assert "cancelled_at" not in row.row("cancellations")


def test_an_event_is_named_by_the_invitee_and_what_happened(read_objects):
    first, again = read_objects(ADAPTER, cancelled(), cancelled()).rows("cancellations")

    assert first["event_id"] == again["event_id"] == f"{EVENT}/invitees/I1 invitee.canceled"


def test_a_session_is_the_scheduled_event(read_objects):
    row = read_objects(ADAPTER, webhook("invitee.created")).row("sessions")

    assert row == {
        "session_id": EVENT,
        "tutor_id": "https://api.calendly.com/users/ANN",
        "student_id": "bob@example.org",
        "booked_at": "2026-03-01T09:00:00.000000Z",
        "scheduled_start": "2026-03-10T10:00:00.000000Z",
        "duration_minutes": "45",
        "subject": "Algebra",
        "status": "scheduled",
        "updated_at": ENDED,
    }


def test_the_halves_of_a_move_are_paired_by_the_new_invitee(read_objects):
    new = "https://api.calendly.com/scheduled_events/E2"
    row = read_objects(ADAPTER, cancelled(rescheduled=True, new_invitee=f"{new}/invitees/I2"))

    assert row.row("cancellations")["kind"] == "rescheduled"
    assert row.row("cancellations")["rescheduled_to_session_id"] == new


def test_a_move_that_names_nobody_is_a_cancellation(read_objects):
    row = read_objects(ADAPTER, cancelled(rescheduled=True, new_invitee=None)).row("cancellations")

    assert row["kind"] == "cancelled"


@pytest.mark.parametrize(
    ("status", "limit", "active", "stands"),
    [
        pytest.param("active", 3, 2, True, id="two of three still come"),
        pytest.param("active", 3, 0, False, id="the last one left"),
        pytest.param("active", 1, 1, False, id="a session for one"),
        pytest.param("canceled", 3, 2, False, id="the whole session"),
    ],
)
def test_one_who_leaves_a_group_does_not_end_it(read_objects, status, limit, active, stands):
    counter = {"total": 3, "active": active, "limit": limit}
    told = cancelled("invitee", scheduled={"status": status, "invitees_counter": counter})
    reading = read_objects(ADAPTER, told)

    assert reading.reasons == (["other_event"] if stands else [])
    assert len(reading.rows("cancellations")) == (0 if stands else 1)


def test_an_invitee_who_stays_away_is_a_student_who_does(read_objects):
    told = webhook("invitee_no_show.created", no_show={"created_at": SENT})
    row = read_objects(ADAPTER, told).row("sessions")

    assert (row["status"], row["updated_at"]) == ("no_show_student", SENT)


def test_one_of_a_group_who_stays_away_is_no_no_show_of_the_session(read_objects):
    counter = {"total": 3, "active": 3, "limit": 3}
    scheduled = {"status": "active", "invitees_counter": counter}
    told = webhook("invitee_no_show.created", scheduled=scheduled, no_show={"created_at": SENT})

    assert read_objects(ADAPTER, told).reasons == ["other_event"]


def test_a_no_show_taken_back_is_no_more_than_a_session_again(read_objects):
    row = read_objects(ADAPTER, webhook("invitee_no_show.deleted")).row("sessions")

    assert (row["status"], row["updated_at"]) == ("scheduled", SENT)


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (webhook("routing_form_submission.created"), "other_event"),
        ({"payload": {}}, "unreadable_record"),
        ({"event": "invitee.created", "created_at": SENT}, "unreadable_record"),
        (webhook(uri=""), "unreadable_record"),
        (webhook(scheduled={"uri": None}), "unreadable_record"),
        (webhook(scheduled={"start_time": None}), "unreadable_record"),
    ],
)
def test_what_tells_of_no_session_is_accounted_for(read_objects, record, reason):
    assert read_objects(ADAPTER, record).reasons == [reason]


@pytest.mark.parametrize(
    "text",
    [
        "",
        '{"event": "signup", "created_at": "2026", "payload": {}}',
        '{"event": "invitee.created", "payload": {}}',
        '{"triggerEvent": "BOOKING_CREATED", "createdAt": "2026", "payload": {}}',
    ],
)
def test_what_is_not_of_calendly_is_not_claimed(text):
    assert not ADAPTER.claims(text)


def test_its_webhooks_are_claimed():
    assert ADAPTER.claims(json.dumps(cancelled()))
