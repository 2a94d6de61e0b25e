"""Cal.com: who ended a booking, when, and what only looks like a cancellation."""

import json

import pytest

from tutor_reliability.sources.adapters.calcom import ADAPTER

SENT = "2026-03-09T20:00:00.123Z"


def webhook(event="BOOKING_CANCELLED", **payload):
    given = {
        "uid": "uid1",
        "type": "algebra",
        "startTime": "2026-03-10T10:00:00Z",
        "endTime": "2026-03-10T11:30:00Z",
        "organizer": {"email": "Ann@example.org", "name": "Ann"},
        "attendees": [{"email": "bob@example.org"}, {"email": "carol@example.org"}],
        **payload,
    }
    return {"triggerEvent": event, "createdAt": SENT, "payload": given}


def booking(**fields):
    return {
        "uid": "uid1",
        "status": "accepted",
        "start": "2026-03-10T10:00:00.000Z",
        "end": "2026-03-10T11:00:00.000Z",
        "duration": 60,
        "hosts": [{"id": 5, "email": "ann@example.org"}],
        "attendees": [{"email": "bob@example.org", "absent": False}],
        "absentHost": False,
        "createdAt": "2026-03-01T09:00:00.000Z",
        "updatedAt": "2026-03-01T09:00:00.000Z",
        **fields,
    }


@pytest.mark.parametrize(
    ("cancelled_by", "initiator"),
    [
        pytest.param("Ann@example.org", "tutor", id="the organizer"),
        pytest.param("ANN@EXAMPLE.ORG", "tutor", id="the organizer in capitals"),
        pytest.param("bob@example.org", "student", id="an attendee"),
        pytest.param("carol@example.org", "student", id="a guest"),
        pytest.param("desk@example.org", "platform", id="somebody else"),
        pytest.param("", "unknown", id="nobody"),
        pytest.param(None, "unknown", id="null"),
    ],
)
def test_who_cancelled_is_told_by_the_e_mail(read_objects, cancelled_by, initiator):
    reading = read_objects(ADAPTER, webhook(cancelledBy=cancelled_by))

    assert reading.row("cancellations")["initiator"] == initiator


def test_a_cancellation_ends_its_session_when_the_webhook_was_sent(read_objects):
    told = webhook(cancelledBy="ann@example.org", cancellationReason="ill")
    reading = read_objects(ADAPTER, told)

    assert reading.row("cancellations") == {
        "event_id": f"uid1:BOOKING_CANCELLED:{SENT}",
        "session_id": "uid1",
        "cancelled_at": SENT,
        "initiator": "tutor",
        "recorded_by": "ann@example.org",
        "reason_text": "ill",
        "kind": "cancelled",
        "tutor_id": "ann@example.org",
        "scheduled_start": "2026-03-10T10:00:00Z",
    }
    assert reading.row("sessions") == {
        "session_id": "uid1",
        "tutor_id": "ann@example.org",
        "student_id": "bob@example.org",
        "scheduled_start": "2026-03-10T10:00:00Z",
        "duration_minutes": "90",
        "subject": "algebra",
        "status": "cancelled",
        "updated_at": SENT,
    }


@pytest.mark.parametrize("cancelled_by", ["ann@example.org", ""])
def test_a_hosts_request_to_reschedule_ends_the_session_by_the_tutor(read_objects, cancelled_by):
    asked = webhook(cancelledBy=cancelled_by, requestReschedule=True, rescheduledToUid=None)
    row = read_objects(ADAPTER, asked).row("cancellations")

    assert (row["initiator"], row["kind"]) == ("tutor", "cancelled")
    assert "rescheduled_to_session_id" not in row


def test_a_seat_given_up_is_no_request_of_the_host(read_objects):
    asked = webhook(cancelledBy="bob@example.org", requestReschedule=True)

    assert read_objects(ADAPTER, asked).row("cancellations")["initiator"] == "student"


def test_a_move_ends_the_old_booking_and_names_the_new_one(read_objects):
    moved = webhook(
        "BOOKING_RESCHEDULED",
        uid="uid2",
        rescheduleUid="uid1",
        rescheduleStartTime="2026-03-09T21:00:00Z",
        rescheduledBy="ann@example.org",
    )
    reading = read_objects(ADAPTER, moved)
    ended, booked = reading.row("cancellations"), reading.row("sessions")

    assert (ended["session_id"], ended["rescheduled_to_session_id"]) == ("uid1", "uid2")
    assert (ended["kind"], ended["initiator"]) == ("rescheduled", "tutor")
    assert ended["scheduled_start"] == "2026-03-09T21:00:00Z"
    assert (booked["session_id"], booked["status"]) == ("uid2", "scheduled")
    assert "original_start" not in booked


def test_a_booking_moved_in_place_keeps_its_first_start(read_objects):
    moved = webhook(
        "BOOKING_RESCHEDULED",
        rescheduleUid="uid1",
        rescheduleStartTime="2026-03-09T21:00:00Z",
        rescheduledBy="bob@example.org",
    )
    reading = read_objects(ADAPTER, moved)

    assert "rescheduled_to_session_id" not in reading.row("cancellations")
    assert reading.row("sessions")["original_start"] == "2026-03-09T21:00:00Z"


@pytest.mark.parametrize(
    "event",
    ["BOOKING_REQUESTED", "BOOKING_REJECTED", "BOOKING_NO_SHOW_UPDATED", "FORM_SUBMITTED", "NEW"],
)
def test_what_is_no_booking_gives_nothing_and_is_accounted_for(read_objects, event):
    reading = read_objects(ADAPTER, webhook(event))

    assert reading.reasons == ["other_event"]
    assert not reading.rows("cancellations")


def test_the_end_of_a_meeting_completes_it_at_its_end_not_when_it_was_booked(read_objects):
    ended = {**webhook()["payload"], "triggerEvent": "MEETING_ENDED", "createdAt": "2026-01-01"}
    row = read_objects(ADAPTER, {**ended, "status": "ACCEPTED"}).row("sessions")

    assert (row["status"], row["updated_at"]) == ("completed", "2026-03-10T11:30:00Z")


def test_the_end_of_a_cancelled_meeting_completes_nothing(read_objects):
    ended = {**webhook()["payload"], "triggerEvent": "MEETING_ENDED", "status": "CANCELLED"}

    assert read_objects(ADAPTER, ended).reasons == ["other_event"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        pytest.param({}, "scheduled", id="nothing known of its end"),
        pytest.param({"updatedAt": "2026-03-10T10:59:59.999Z"}, "scheduled", id="just before"),
        pytest.param({"updatedAt": "2026-03-10T11:00:00.000Z"}, "completed", id="stood at its end"),
        pytest.param({"absentHost": True}, "no_show_tutor", id="the host stayed away"),
        pytest.param(
            {"attendees": [{"email": "bob@example.org", "absent": True}]},
            "no_show_student",
            id="the attendee stayed away",
        ),
        pytest.param(
            {"absentHost": True, "attendees": [{"email": "b@example.org", "absent": True}]},
            "no_show_tutor",
            id="both stayed away",
        ),
    ],
)
def test_how_an_accepted_booking_of_the_api_stands(read_objects, fields, status):
    assert read_objects(ADAPTER, booking(**fields)).row("sessions")["status"] == status


@pytest.mark.parametrize("status", ["rejected", "pending"])
def test_a_request_of_the_api_is_no_session(read_objects, status):
    assert read_objects(ADAPTER, booking(status=status)).reasons == ["other_event"]


def test_the_api_does_not_know_when_a_booking_was_cancelled(read_objects):
    ended = booking(status="cancelled", cancelledByEmail="ann@example.org", updatedAt=SENT)
    row = read_objects(ADAPTER, ended).row("cancellations")

    assert "cancelled_at" not in row
    assert (row["initiator"], row["received_at"]) == ("tutor", SENT)


def test_a_move_in_the_api_is_by_who_moved_it(read_objects):
    moved = booking(
        status="cancelled",
        rescheduledToUid="uid2",
        rescheduledByEmail="bob@example.org",
        cancelledByEmail="ann@example.org",
    )
    row = read_objects(ADAPTER, moved).row("cancellations")

    assert (row["kind"], row["initiator"]) == ("rescheduled", "student")
    assert row["rescheduled_to_session_id"] == "uid2"


@pytest.mark.parametrize(
    "wrap", [list, lambda data: {"status": "s", "data": data}], ids=["a list", "a page"]
)
@pytest.mark.parametrize("indent", [None, 2])
def test_a_document_of_bookings_is_read_however_it_is_laid_out(read, wrap, indent):
    bookings = [booking(uid=f"uid{number}") for number in range(3)]
    text = json.dumps(wrap(bookings), indent=indent)
    reading = read(ADAPTER, text, "bookings.json")

    assert [row["session_id"] for row in reading.rows("sessions")] == ["uid0", "uid1", "uid2"]
    assert ADAPTER.claims(text)


@pytest.mark.parametrize(
    ("record", "missing"),
    [
        (webhook(uid=None), "uid"),
        (webhook(startTime=""), "startTime"),
        ({"triggerEvent": "BOOKING_CREATED", "payload": webhook()["payload"]}, "createdAt"),
        (webhook("BOOKING_RESCHEDULED"), "rescheduleUid"),
        ({**booking(), "start": None}, "start"),
        (booking(status="held"), "status"),
        ({"hello": "world"}, "triggerEvent"),
    ],
)
def test_a_record_that_lacks_what_it_must_have_is_refused_by_name(read_objects, record, missing):
    (one,) = read_objects(ADAPTER, record).records

    assert one.reason == "unreadable_record"
    assert missing in one.detail


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"triggerEvent": "BOOKING_CREATED"}',
        '{"triggerEvent": "started", "payload": {}}',
        '{"session_id": "S1", "status": "completed"}',
        "session_id,status\nS1,completed\n",
        '{"event": "invitee.created", "created_at": "", "payload": {}}',
    ],
)
def test_what_is_not_of_cal_com_is_not_claimed(text):
    assert not ADAPTER.claims(text)


def test_webhooks_are_claimed_behind_a_broken_line():
    assert ADAPTER.claims('{"trigger\n' + json.dumps(webhook()) + "\n")
