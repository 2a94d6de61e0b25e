"""iCalendar files: who may cancel, which version counts, which zone, what a broken file costs."""

import pytest

from tutor_reliability.sources.adapters.icalendar_files import ADAPTER

EVENT = {
    "UID": "lesson-1@example.org",
    "DTSTAMP": "20260309T130000Z",
    "CREATED": "20260301T090000Z",
    "LAST-MODIFIED": "20260302T100000Z",
    "SEQUENCE": "0",
    "ORGANIZER;CN=Billy": "mailto:Billy@Example.org",
    "ATTENDEE;CN=Archie;PARTSTAT=NEEDS-ACTION": "mailto:archie@example.org",
    "DTSTART": "20260310T110000Z",
    "DTEND": "20260310T120000Z",
}
BERLIN = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:{summer}
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE"""
DECLINED = {
    "ATTENDEE;CN=Archie;PARTSTAT=NEEDS-ACTION": None,
    "ATTENDEE;PARTSTAT=DECLINED": "mailto:archie@example.org",
}


def event(**changed):
    said = {**EVENT, **{name.replace("_", "-"): value for name, value in changed.items()}}
    lines = [f"{name}:{value}" for name, value in said.items() if value is not None]
    return "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


def calendar(*parts, method=None):
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN"]
    return "\n".join(
        [*head, *([f"METHOD:{method}"] if method else []), *parts, "END:VCALENDAR", ""]
    )


@pytest.fixture
def told(read):
    """Read one calendar."""
    return lambda *parts, method=None: read(ADAPTER, calendar(*parts, method=method), "export.ics")


def test_an_event_is_a_session_of_its_organizer_with_the_one_invited(told):
    assert told(event()).row("sessions") == {
        "session_id": "lesson-1@example.org",
        "tutor_id": "billy@example.org",
        "student_id": "archie@example.org",
        "booked_at": "2026-03-01T09:00:00Z",
        "scheduled_start": "2026-03-10T11:00:00Z",
        "duration_minutes": "60",
        "status": "scheduled",
        "updated_at": "2026-03-02T10:00:00Z",
    }


@pytest.mark.parametrize(
    ("method", "version"),
    [
        pytest.param(None, "2026-03-02T10:00:00Z", id="LAST-MODIFIED without a method"),
        pytest.param("REQUEST", "2026-03-09T13:00:00Z", id="DTSTAMP with one"),
        pytest.param("PUBLISH", "2026-03-09T13:00:00Z", id="whichever it is"),
    ],
)
def test_which_time_a_version_has(told, method, version):
    assert told(event(), method=method).row("sessions")["updated_at"] == version


def test_only_the_organizer_cancels(told):
    found = told(event(STATUS="CANCELLED"), method="CANCEL")

    assert found.rows("sessions") == []
    assert found.row("cancellations") == {
        "event_id": "lesson-1@example.org cancelled 2026-03-09T13:00:00Z",
        "session_id": "lesson-1@example.org",
        "cancelled_at": "2026-03-09T13:00:00Z",
        "initiator": "tutor",
        "tutor_id": "billy@example.org",
        "scheduled_start": "2026-03-10T11:00:00Z",
        "received_at": "2026-03-09T13:00:00Z",
    }


@pytest.mark.parametrize("status", [None, "CONFIRMED"])
def test_a_cancel_that_is_not_cancelled_took_an_attendee_off(told, status):
    assert told(event(STATUS=status), method="CANCEL").reasons == ["other_event"]


def test_whoever_is_invited_declines(told):
    ending = told(event(**DECLINED, COMMENT="I am ill"), method="REPLY").row("cancellations")

    assert ending["initiator"] == "student"
    assert ending["recorded_by"] == "archie@example.org"
    assert ending["cancelled_at"] == "2026-03-09T13:00:00Z"
    assert ending["reason_text"] == "I am ill"


def test_any_other_reply_ends_nothing(told):
    assert told(event(), method="REPLY").reasons == ["other_event"]


def test_a_no_to_a_version_that_is_no_longer_in_force_ends_nothing(read):
    moved = calendar(event(SEQUENCE="1", DTSTART="20260311T110000Z"), method="REQUEST")
    stale = calendar(event(**DECLINED), method="REPLY")

    found = read(ADAPTER, stale + moved)
    assert found.reasons == ["other_event"]
    assert found.rows("cancellations") == []


def test_sequence_orders_versions_where_times_contradict_it(told):
    late_copy = event(DTSTAMP="20260309T150000Z")
    moved = event(SEQUENCE="2", DTSTART="20260311T110000Z")

    old, new = told(late_copy, moved, method="REQUEST").rows("sessions")
    assert "updated_at" not in old
    assert new["updated_at"] == "2026-03-09T13:00:00Z"


def test_a_cancelled_event_in_a_calendar_was_cancelled_when_it_last_changed(told):
    found = told(event(STATUS="CANCELLED", LAST_MODIFIED="20260309T120000Z"))

    assert found.row("sessions")["status"] == "cancelled"
    assert found.row("cancellations")["cancelled_at"] == "2026-03-09T12:00:00Z"
    assert found.row("cancellations")["initiator"] == "tutor"


@pytest.mark.parametrize(
    "nobody", [None, "invalid:nomail", "mailto:unknownorganizer@calendar.google.com"]
)
def test_without_an_organizer_nobody_knows_who_cancelled(told, nobody):
    found = told(event(**{"ORGANIZER;CN=Billy": None, "ORGANIZER": nobody}, STATUS="CANCELLED"))

    assert found.row("cancellations")["initiator"] == "unknown"
    assert "tutor_id" not in found.row("sessions")


def test_a_no_in_a_calendar_has_no_time(told):
    ending = told(event(**DECLINED)).row("cancellations")

    assert ending["initiator"] == "student"
    assert "cancelled_at" not in ending


def test_an_event_of_a_series_is_a_session_of_its_own(told):
    summer = {"RECURRENCE-ID;TZID=Europe/Berlin": "20260710T120000"}

    row = told(event(**summer, DTSTART="20260710T140000Z", DTEND=None, DURATION="PT45M")).row(
        "sessions"
    )
    assert row["session_id"] == "lesson-1@example.org/2026-07-10T10:00:00Z"
    assert row["original_start"] == "2026-07-10T10:00:00Z"
    assert row["duration_minutes"] == "45"


@pytest.mark.parametrize(
    "series",
    [
        {"RRULE": "FREQ=WEEKLY"},
        {"RDATE": "20260317T110000Z"},
        {"RECURRENCE-ID;RANGE=THISANDFUTURE": "20260317T110000Z"},
    ],
)
def test_a_series_is_accounted_for_and_not_guessed_at(told, series):
    assert told(event(**series)).reasons == ["recurring_series"]


def starting(start, **more):
    return event(**{"DTSTART": None, **more, **start})


@pytest.mark.parametrize(
    ("start", "instant"),
    [
        pytest.param(
            {"DTSTART;TZID=Europe/Berlin": "20260310T120000"}, "2026-03-10T11:00:00Z", id="winter"
        ),
        pytest.param(
            {"DTSTART;TZID=Europe/Berlin": "20260710T120000"}, "2026-07-10T10:00:00Z", id="summer"
        ),
        pytest.param(
            {'DTSTART;TZID="Europe/Berlin"': "20260710T120000"}, "2026-07-10T10:00:00Z", id="quoted"
        ),
        pytest.param(
            {"DTSTART;TZID=Europe/Berlin": "20260329T023000"},
            "2026-03-29T01:30:00Z",
            id="skipped: as before",
        ),
        pytest.param(
            {"DTSTART;TZID=Europe/Berlin": "20261025T023000"},
            "2026-10-25T00:30:00Z",
            id="twice: the first",
        ),
        pytest.param({"DTSTART": "20260310T120000"}, "2026-03-10T12:00:00", id="floating"),
        pytest.param({"DTSTART;VALUE=DATE": "20260310"}, "2026-03-10", id="all day"),
    ],
)
def test_where_a_time_stands(told, start, instant):
    assert told(starting(start)).row("sessions")["scheduled_start"] == instant


@pytest.mark.parametrize(
    "local", ["20260310T120000", "20260710T120000", "20260329T023000", "20261025T023000"]
)
def test_a_zone_that_the_file_defines_is_read_like_the_one_of_that_name(told, local):
    defined = BERLIN.format(name="W. Europe Standard Time", summer="+0200")

    by_file = told(starting({"DTSTART;TZID=W. Europe Standard Time": local}), defined)
    by_name = told(starting({"DTSTART;TZID=Europe/Berlin": local}))
    assert by_file.row("sessions")["scheduled_start"] == by_name.row("sessions")["scheduled_start"]


def test_a_zone_that_is_defined_otherwise_than_known_is_refused(told):
    defined = BERLIN.format(name="Europe/Berlin", summer="+0300")
    summer, winter = (
        {"DTSTART;TZID=Europe/Berlin": f"2026{month}10T120000"} for month in ("07", "03")
    )

    found = told(defined, starting(summer), starting(winter))
    assert found.reasons == ["unknown_zone"]


@pytest.mark.parametrize("zone", ["Nowhere/Else", "../../etc/passwd", "W. Europe Standard Time"])
def test_a_zone_that_nobody_knows_is_refused(told, zone):
    assert told(starting({f"DTSTART;TZID={zone}": "20260310T120000"})).reasons == ["unknown_zone"]


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=YEARLY;INTERVAL=0", "FREQ=YEARLY;BYMONTH=13", "nonsense", ""]
)
def test_a_zone_that_cannot_be_read_costs_nothing_but_itself(told, rule):
    broken = BERLIN.format(name="Ours", summer="+0200").replace(
        "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", rule
    )

    found = told(broken, starting({"DTSTART;TZID=Ours": "20260310T120000"}), event())
    assert found.reasons == ["unknown_zone"]
    assert len(found.rows("sessions")) == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"UID": ""},
        {"DTSTART": None},
        {"DTSTART": "20261301T100000Z"},
        {"DTSTART": "2026-03-10T11:00:00Z"},
        {"DTSTART": "20260310T110000+0100"},
        {"DURATION": "an hour"},
        {"LAST-MODIFIED": "yesterday"},
    ],
)
def test_a_broken_event_takes_no_other_with_it(told, broken):
    found = told(event(), event(**broken), event())

    assert [one.reason for one in found.records] == [None, "unreadable_record", None]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(event().replace("END:VEVENT", ""), "unreadable_record", id="no end"),
        pytest.param(event().replace("BEGIN:VEVENT", ""), "unreadable_record", id="no beginning"),
        pytest.param(event(SUMMARY="\0"), "nul_byte", id="a NUL"),
        pytest.param(event(SUMMARY="\udcff"), "bad_encoding", id="bytes that are no text"),
        pytest.param(event(SUMMARY="x" * 1_000_000), "long_row", id="a line without end"),
        pytest.param(event(SUMMARY="x\n y" * 300_000), "long_row", id="folds without end"),
        pytest.param(event().replace("UID", "UID:other\nUID"), "unreadable_record", id="two ids"),
        pytest.param("BEGIN:VTODO\nUID:1\nEND:VTODO", "other_event", id="a task"),
    ],
)
def test_hostile_text_takes_no_event_with_it(told, text, reason):
    found = told(event(), text, event())

    assert [one.reason for one in found.records] == [None, reason, None]
    assert all(one.text for one in found.records)


def test_what_nests_without_end_is_left_out(told):
    alarms = "BEGIN:VALARM\nTRIGGER:-PT10M\n" * 20_000 + "END:VALARM\n" * 20_000

    found = told(event().replace("END:VEVENT", alarms + "END:VEVENT"), event())
    assert len(found.rows("sessions")) == 2


def test_a_begin_in_a_folded_text_begins_nothing(told):
    found = told(event(DESCRIPTION="see\n BEGIN:VEVENT\n  and more"))

    assert len(found.records) == 1


def test_each_calendar_of_a_file_has_its_own_method(read):
    found = read(
        ADAPTER,
        calendar(event(), method="REQUEST") + calendar(event(STATUS="CANCELLED"), method="CANCEL"),
    )

    assert [row.log for one in found.records for row in one.gives] == ["sessions", "cancellations"]


@pytest.mark.parametrize("methods", ["METHOD:CANCEL\nMETHOD:REQUEST", "METHOD:DELETE"])
def test_a_method_that_cannot_be_told_refuses_its_events(told, methods):
    assert told(methods, event()).reasons == ["unreadable_record"]


def test_records_stand_where_they_begin(told):
    found = told(event(), event())

    assert [one.line for one in found.records] == [4, 15]


def test_it_claims_what_begins_as_a_calendar():
    assert ADAPTER.claims("\ufeff\r\nBEGIN:VCALENDAR\r\nVERSION:2.0")
    assert not ADAPTER.claims("BEGIN:VCARD\r\n")
    assert not ADAPTER.claims("")
