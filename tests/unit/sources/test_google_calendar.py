"""Google Calendar's events: what a deleted one still tells, and whose no ends a session."""

import json

import pytest

from tutor_reliability.sources.adapters.google_calendar import ADAPTER

EVENT = {
    "kind": "calendar#event",
    "id": "abc123",
    "status": "confirmed",
    "created": "2026-03-01T09:00:00.000Z",
    "updated": "2026-03-02T10:00:00.500Z",
    "summary": "Maths with Archie",
    "creator": {"email": "office@example.org"},
    "organizer": {"email": "Billy@Example.org", "self": True},
    "start": {"dateTime": "2026-03-10T12:00:00+01:00", "timeZone": "Europe/Berlin"},
    "end": {"dateTime": "2026-03-10T13:30:00+01:00", "timeZone": "Europe/Berlin"},
    "attendees": [
        {"email": "billy@example.org", "organizer": True, "responseStatus": "accepted"},
        {"email": "archie@example.org", "responseStatus": "needsAction"},
        {"email": "room@example.org", "resource": True, "responseStatus": "declined"},
    ],
}


def event(**changed):
    return {**EVENT, **changed}


def answers(**by):
    return [{"email": f"{who}@example.org", "responseStatus": what} for who, what in by.items()]


@pytest.fixture
def listed(read):
    """Read a page of events."""

    def listing(*events):
        page = {"kind": "calendar#events", "timeZone": "Europe/Berlin", "items": list(events)}
        return read(ADAPTER, json.dumps(page, indent=1))

    return listing


def test_an_event_is_a_session_of_its_organizer_with_the_one_invited(listed):
    assert listed(event()).row("sessions") == {
        "session_id": "abc123",
        "tutor_id": "billy@example.org",
        "student_id": "archie@example.org",
        "booked_at": "2026-03-01T09:00:00.000Z",
        "scheduled_start": "2026-03-10T12:00:00+01:00",
        "duration_minutes": "90",
        "status": "scheduled",
        "updated_at": "2026-03-02T10:00:00.500Z",
    }


def test_of_a_deleted_event_only_the_id_is_certain(listed):
    found = listed({"kind": "calendar#event", "id": "abc123", "status": "cancelled"})

    assert found.rows("sessions") == []
    assert found.row("cancellations") == {
        "event_id": "abc123 cancelled",
        "session_id": "abc123",
        "initiator": "unknown",
    }


def test_what_a_deleted_event_still_tells_is_kept(listed):
    found = listed(event(status="cancelled", updated="2026-03-09T11:00:00Z"))

    assert found.rows("sessions") == []
    assert found.row("cancellations") == {
        "event_id": "abc123 cancelled 2026-03-09T11:00:00Z",
        "session_id": "abc123",
        "cancelled_at": "2026-03-09T11:00:00Z",
        "initiator": "tutor",
        "tutor_id": "billy@example.org",
        "scheduled_start": "2026-03-10T12:00:00+01:00",
        "received_at": "2026-03-09T11:00:00Z",
    }


def test_in_somebody_elses_calendar_nobody_knows_who_deleted_it(listed):
    found = listed(event(status="cancelled", organizer={"email": "billy@example.org"}))

    assert found.row("cancellations")["initiator"] == "unknown"


def test_a_deleted_event_of_a_series_names_the_start_it_had(listed):
    found = listed(
        {
            "id": "abc_20260310T110000Z",
            "status": "cancelled",
            "recurringEventId": "abc",
            "originalStartTime": {"dateTime": "2026-03-10T12:00:00+01:00"},
            "start": {"date": "2000-01-01"},
        }
    )

    assert found.row("cancellations")["scheduled_start"] == "2026-03-10T12:00:00+01:00"


def test_the_turn_of_the_century_is_no_start(listed):
    found = listed(event(status="cancelled", start={"dateTime": "2000-01-02T00:00:00Z"}))

    assert "scheduled_start" not in found.row("cancellations")


def test_an_event_of_a_series_that_was_moved_keeps_its_first_start(listed):
    moved = event(
        recurringEventId="abc", originalStartTime={"dateTime": "2026-03-09T12:00:00+01:00"}
    )

    assert listed(moved).row("sessions")["original_start"] == "2026-03-09T12:00:00+01:00"


@pytest.mark.parametrize(
    ("said", "by"),
    [
        pytest.param({"archie": "declined"}, "student", id="the only student"),
        pytest.param({"billy": "declined", "archie": "accepted"}, "tutor", id="the organizer"),
        pytest.param({"archie": "declined", "bea": "accepted"}, None, id="one of two students"),
        pytest.param({"archie": "tentative"}, None, id="nobody"),
    ],
)
def test_whose_no_ends_a_session(listed, said, by):
    endings = listed(event(attendees=answers(**said))).rows("cancellations")

    assert [row["initiator"] for row in endings] == ([by] if by else [])
    assert [row.get("cancelled_at") for row in endings] == ([None] if by else [])


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"recurrence": ["RRULE:FREQ=WEEKLY"]}, "recurring_series"),
        ({"eventType": "outOfOffice"}, "other_event"),
        ({"id": ""}, "unreadable_record"),
        ({"start": {}}, "unreadable_record"),
    ],
)
def test_what_is_no_session_is_accounted_for(listed, changed, reason):
    assert listed(event(**changed), event()).reasons == [reason]


def test_a_day_is_given_as_a_day(listed):
    found = listed(event(start={"date": "2026-03-10"}, end={"date": "2026-03-11"}))

    assert found.row("sessions")["scheduled_start"] == "2026-03-10"
    assert "duration_minutes" not in found.row("sessions")


def test_an_event_entered_after_it_began_tells_nothing_of_its_booking(listed):
    assert "booked_at" not in listed(event(created="2026-03-10T11:00:01Z")).row("sessions")


def test_lines_read_as_a_page_does(read_objects):
    assert read_objects(ADAPTER, event()).row("sessions")["session_id"] == "abc123"


def test_it_claims_pages_and_lines_that_say_what_they_are():
    assert ADAPTER.claims('{"kind": "calendar#events", "items": []}')
    assert ADAPTER.claims(json.dumps(event()))
    assert not ADAPTER.claims('{"items": [{"id": "abc", "status": "cancelled"}]}')
