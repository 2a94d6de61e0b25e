"""Teachworks' lessons: a status without a time or a name, and what a source file makes of it."""

import json
from io import StringIO

import pytest

from tutor_reliability.sources import Source
from tutor_reliability.sources.adapter import Export
from tutor_reliability.sources.adapters.teachworks import ADAPTER

LESSON = {
    "id": 5001,
    "name": "Maths",
    "employee_id": 12,
    "employee_name": "Billy Holiday",
    "service_id": 3,
    "service_name": "Maths, 60 minutes",
    "from_date": "2026-03-10",
    "from_time": "12:00:00",
    "time_zone": "Eastern Time (US & Canada)",
    "from_datetime": "2026-03-10T12:00:00-04:00",
    "to_datetime": "2026-03-10T13:00:00-04:00",
    "duration_minutes": 60,
    "status": "Scheduled",
    "custom_status": None,
    "cancelled_sent_at": "2026-03-09T18:00:00Z",
    "created_at": "2026-03-01T09:00:00Z",
    "updated_at": "2026-03-09T17:00:00Z",
    "participants": [{"id": 1, "student_id": 77, "status": "Scheduled"}],
}
SPELT = Source(
    values={
        "sessions": {"status": {"Teacher Absent": "no_show_tutor"}},
        "cancellations": {"initiator": {"Cancelled by Teacher": "tutor"}},
    }
)


def lesson(**changed):
    return {**LESSON, **changed}


@pytest.fixture
def listed(read):
    return lambda *lessons: read(ADAPTER, json.dumps(list(lessons)))


def test_a_lesson_is_a_session(listed):
    assert listed(lesson()).row("sessions") == {
        "session_id": "5001",
        "tutor_id": "12",
        "student_id": "77",
        "booked_at": "2026-03-01T09:00:00Z",
        "scheduled_start": "2026-03-10T12:00:00-04:00",
        "duration_minutes": "60",
        "subject": "Maths, 60 minutes",
        "status": "scheduled",
        "updated_at": "2026-03-09T17:00:00Z",
    }


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        ("Scheduled", "scheduled"),
        ("Attended", "completed"),
        ("Missed", "no_show_student"),
        ("Cancelled", "cancelled"),
        ("Postponed", "Postponed"),
    ],
)
def test_what_a_status_means(listed, status, meaning):
    assert listed(lesson(status=status)).row("sessions")["status"] == meaning


def test_nobody_says_when_or_by_whom_a_lesson_was_cancelled(listed):
    found = listed(lesson(status="Cancelled", custom_status="Cancelled by Teacher"))

    assert found.row("cancellations") == {
        "event_id": "5001 cancelled",
        "session_id": "5001",
        "initiator": "unknown",
        "reason_code": "Cancelled by Teacher",
        "tutor_id": "12",
        "scheduled_start": "2026-03-10T12:00:00-04:00",
        "received_at": "2026-03-09T17:00:00Z",
    }


@pytest.mark.parametrize(
    ("status", "custom", "log", "column"),
    [
        ("Cancelled", "Cancelled by Teacher", "cancellations", "initiator"),
        ("Missed", "Teacher Absent", "sessions", "status"),
    ],
)
def test_a_custom_status_means_what_the_source_file_says(status, custom, log, column):
    text = json.dumps(lesson(status=status, custom_status=custom))
    export = Export(name="lessons.json", open=lambda: StringIO(text), source=SPELT)

    (record,) = ADAPTER.read(export)
    assert [row.values[column] for row in record.gives if row.log == log] == [custom]


def test_a_lesson_for_several_students_has_no_one_student(listed):
    found = listed(lesson(participants=[{"student_id": 77}, {"student_id": 78}]))

    assert "student_id" not in found.row("sessions")


def test_a_start_without_its_offset_is_left_to_the_zone_of_the_source(listed):
    found = listed(lesson(from_datetime=None))

    assert found.row("sessions")["scheduled_start"] == "2026-03-10T12:00:00"


@pytest.mark.parametrize(
    "broken",
    [{"id": None}, {"status": []}, {"from_datetime": "", "from_time": 0.5, "from_date": ""}],
)
def test_a_lesson_that_lacks_a_field_is_refused(listed, broken):
    assert listed(lesson(**broken), lesson()).reasons == ["unreadable_record"]


def test_pages_and_lines_read_alike(read):
    lines = "".join(json.dumps(lesson(id=number)) + "\n" for number in (1, 2))

    assert [row["session_id"] for row in read(ADAPTER, lines).rows("sessions")] == ["1", "2"]


def test_it_claims_lessons_only():
    assert ADAPTER.claims(json.dumps([LESSON])[:600] + json.dumps([LESSON])[600:])
    assert not ADAPTER.claims(json.dumps([{"id": 1, "status": "x", "participants": []}]))
    assert not ADAPTER.claims("[]")
