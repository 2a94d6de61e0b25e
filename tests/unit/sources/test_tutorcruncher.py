"""TutorCruncher's webhooks: who acted cancelled, when, and what a lesson's status is worth."""

import json

import pytest

from tutor_reliability.sources.adapters.tutorcruncher import ADAPTER

TUTOR, STUDENT, CLIENT, OFFICE = 43, 23, 18, 59
LESSON = {
    "model": "Appointment",
    "id": 10,
    "start": "2026-03-10T12:00:00Z",
    "finish": "2026-03-10T13:00:00Z",
    "status": "planned",
    "rcras": [{"recipient": STUDENT, "paying_client": CLIENT, "charge_rate": "100.00"}],
    "cjas": [{"contractor": TUTOR, "contractor_name": "Billy Holiday"}],
}
TOLD = "2026-03-09T13:00:00.819342Z"
CANCEL = "MARKED_AN_APPOINTMENT_AS_CANCELLED"


def event(action, actor=OFFICE, *, user_id=7, timestamp=TOLD, **lesson):
    return {
        "action": action,
        "verb": "Did something",
        "timestamp": timestamp,
        "branch": 3268,
        "actor": actor and {"name": "Somebody", "id": actor, "user_id": user_id, "url": ""},
        "subject": {**LESSON, **lesson},
    }


def webhook(*events):
    return {"events": list(events), "_request_time": 1773061200}


@pytest.fixture
def told(read_objects):
    """Read events, all in one webhook."""
    return lambda *events: read_objects(ADAPTER, webhook(*events))


def test_a_booked_lesson_is_a_session(told):
    assert told(event("CREATED_AN_APPOINTMENT")).row("sessions") == {
        "session_id": "10",
        "tutor_id": "43",
        "student_id": "23",
        "booked_at": TOLD,
        "scheduled_start": "2026-03-10T12:00:00Z",
        "duration_minutes": "60",
        "status": "scheduled",
        "updated_at": TOLD,
    }


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        ("planned", "scheduled"),
        ("awaiting-report", "scheduled"),
        ("Awaiting Report", "scheduled"),
        ("complete", "completed"),
        ("cancelled", "cancelled"),
        ("cancelled-chargeable", "cancelled"),
        ("Cancelled but Chargeable", "cancelled"),
        ("Vanished", "Vanished"),
    ],
)
def test_a_status_means_the_same_however_it_is_spelt(told, status, meaning):
    assert told(event("EDITED_AN_APPOINTMENT", status=status)).row("sessions")["status"] == meaning


@pytest.mark.parametrize(
    ("actor", "initiator"),
    [
        pytest.param(TUTOR, "tutor", id="a contractor of the lesson"),
        pytest.param(STUDENT, "student", id="a recipient of the lesson"),
        pytest.param(CLIENT, "student", id="the client who pays for the recipient"),
        pytest.param(OFFICE, "platform", id="neither"),
        pytest.param(None, "unknown", id="nobody"),
    ],
)
def test_whoever_acted_cancelled(told, actor, initiator):
    ending = told(event(CANCEL, actor, status="cancelled")).row("cancellations")

    assert ending["initiator"] == initiator


def test_an_actor_is_known_by_the_role_and_not_by_the_user(told):
    told = told(event(CANCEL, OFFICE, user_id=TUTOR, status="cancelled"))

    assert told.row("cancellations")["initiator"] == "platform"


@pytest.mark.parametrize("gone", [{"cjas": []}, {"rcras": []}])
def test_an_actor_may_have_been_taken_off_a_lesson_that_lacks_somebody(told, gone):
    ending = told(event(CANCEL, OFFICE, status="cancelled", **gone)).row("cancellations")

    assert ending["initiator"] == "unknown"


def test_a_cancellation_has_the_time_of_its_event_and_can_rebuild_its_session(told):
    ending = told(event(CANCEL, TUTOR, status="cancelled")).row("cancellations")

    assert ending == {
        "event_id": f"10 cancelled {TOLD}",
        "session_id": "10",
        "cancelled_at": TOLD,
        "initiator": "tutor",
        "recorded_by": "43",
        "tutor_id": "43",
        "scheduled_start": "2026-03-10T12:00:00Z",
        "received_at": TOLD,
    }


def test_that_a_cancelled_lesson_is_charged_is_kept_as_the_reason(told):
    ending = told(event(CANCEL, CLIENT, status="cancelled-chargeable")).row("cancellations")

    assert ending["reason_code"] == "cancelled-chargeable"


def test_a_cancelled_lesson_can_later_be_complete(told):
    sessions = told(
        event(CANCEL, TUTOR, status="cancelled"),
        event(
            "MARKED_AN_APPOINTMENT_AS_COMPLETE", timestamp="2026-03-10T14:00:00Z", status="complete"
        ),
    ).rows("sessions")

    assert [(row["status"], row["updated_at"]) for row in sessions] == [
        ("cancelled", TOLD),
        ("completed", "2026-03-10T14:00:00Z"),
    ]


def test_editing_a_cancelled_lesson_cancels_it_no_second_time(told):
    assert told(event("EDITED_AN_APPOINTMENT", status="cancelled")).rows("cancellations") == []


def test_a_webhook_sent_again_gives_the_same_rows(told):
    again = event(CANCEL, TUTOR, status="cancelled")

    first, second = told(again, again).rows("cancellations")
    assert first == second


def test_a_client_who_gives_up_the_only_booking_ends_the_lesson(told):
    found = told(event("CANCELLED_A_BOOKING", CLIENT, rcras=[]))

    assert found.row("cancellations")["initiator"] == "student"
    assert found.rows("sessions") == []


def test_a_client_who_leaves_a_group_ends_nothing(told):
    found = told(event("CANCELLED_A_BOOKING", CLIENT, rcras=[{"recipient": 24}, {"recipient": 25}]))

    assert found.rows("cancellations") == []
    assert "student_id" not in found.row("sessions")


def test_deleting_a_lesson_to_come_ends_it_and_recovering_takes_that_back(told):
    deleted, recovered = told(
        event("DELETED_AN_APPOINTMENT", TUTOR),
        event("RECOVERED_AN_APPOINTMENT", timestamp="2026-03-09T15:00:00Z"),
    ).rows("cancellations")

    assert (deleted["initiator"], deleted["cancelled_at"]) == ("tutor", TOLD)
    assert deleted["event_id"] == recovered["event_id"]
    assert (deleted.get("withdrawn_at"), recovered["withdrawn_at"]) == (
        None,
        "2026-03-09T15:00:00Z",
    )


def test_deleting_a_lesson_that_is_over_is_bookkeeping(told):
    assert told(event("DELETED_AN_APPOINTMENT", status="complete")).reasons == ["other_event"]


def test_several_tutors_are_not_one(told):
    lesson = told(event("EDITED_AN_APPOINTMENT", cjas=[{"contractor": 43}, {"contractor": 44}]))

    assert "tutor_id" not in lesson.row("sessions")


def test_events_of_one_webhook_are_records_each(told):
    found = told(event("EDITED_AN_APPOINTMENT"), event("LOGIN"), event(CANCEL, status="cancelled"))

    assert [one.reason for one in found.records] == [None, "other_event", None]


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        ({"action": None}, "action"),
        ({"timestamp": ""}, "timestamp"),
        ({"subject": []}, "subject.id"),
        ({"subject": {**LESSON, "start": {}}}, "subject.start"),
        ({"subject": {**LESSON, "status": None}}, "subject.status"),
    ],
)
def test_an_event_that_lacks_a_field_is_refused_by_its_name(told, broken, field):
    (record,) = told({**event("EDITED_AN_APPOINTMENT"), **broken}).records

    assert (record.reason, record.detail) == (
        "unreadable_record",
        f"{field} is missing: expected a value",
    )


def test_a_document_reads_as_a_line_does(read):
    text = json.dumps(webhook(event("EDITED_AN_APPOINTMENT")), indent=2)

    assert read(ADAPTER, text).row("sessions")["session_id"] == "10"


def test_it_claims_webhooks_with_an_actor_and_a_subject_only():
    assert ADAPTER.claims(json.dumps(webhook(event("LOGIN"))))
    assert not ADAPTER.claims(json.dumps(webhook()))
    assert not ADAPTER.claims('{"events": [{"action": "x"}]}')
    assert not ADAPTER.claims("action,timestamp,actor,subject")
