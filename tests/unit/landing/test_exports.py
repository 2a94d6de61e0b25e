"""Exports land record by record: one delivery a log, every record accounted for."""

import json

import pytest

from tutor_reliability.errors import ContractError, LogError
from tutor_reliability.landing import land
from tutor_reliability.sources import named

START = "2026-03-10T10:00:00Z"
SESSIONS = "session_id,tutor_id,scheduled_start,status"


def booked(uid, sent="2026-03-01T09:00:00.000Z", **payload):
    people = {"organizer": {"email": "ann@x.org"}, "attendees": [{"email": "bob@x.org"}]}
    given = {"uid": uid, "startTime": START, "endTime": "2026-03-10T11:00:00Z", **people, **payload}
    return {"triggerEvent": "BOOKING_CREATED", "createdAt": sent, "payload": given}


def cancelled(uid, **payload):
    hook = booked(uid, "2026-03-10T04:00:00.000Z", cancelledBy="ann@x.org", **payload)
    return {**hook, "triggerEvent": "BOOKING_CANCELLED"}


def booking(uid, **fields):
    return {
        "uid": uid,
        "status": "accepted",
        "start": START,
        "hosts": [{"email": "ann@x.org"}],
        **fields,
    }


@pytest.fixture
def exports(world):
    """Land what is new without the logs that a directory usually has."""

    def landed(source=""):
        deliveries = land(world.con, world.logs, source=named(source))
        for one in deliveries:
            sorted_rows = one.landed + one.duplicate + one.superseded + one.rejected
            assert sorted_rows == one.received
        return {(one.log, one.file): one for one in deliveries}

    return landed


def test_an_export_is_one_delivery_a_log(world, exports):
    world.jsonl("hooks.jsonl", booked("u1"), cancelled("u1"), booked("u2"))
    found = exports()

    sessions, cancellations = (
        found["sessions", "hooks.jsonl"],
        found["cancellations", "hooks.jsonl"],
    )
    assert (sessions.received, sessions.landed, sessions.superseded) == (3, 2, 1)
    assert (cancellations.received, cancellations.landed) == (1, 1)
    assert sessions.sha256 == cancellations.sha256
    assert sessions.source == cancellations.source == "calcom"


def test_lines_are_those_of_the_export(world, exports):
    world.write("hooks.jsonl", f"\n{json.dumps(booked('u1'))}\n\n{json.dumps(cancelled('u1'))}\n")
    exports()

    assert world.ask("select line, status from raw.sessions order by line") == [
        (2, "scheduled"),
        (4, "cancelled"),
    ]
    assert world.ask("select line from raw.cancellations") == [(4,)]


def test_a_record_that_gives_nothing_is_accounted_for_once_with_its_text(world, exports):
    told = {"triggerEvent": "OOO_CREATED", "createdAt": START, "payload": {}}
    world.jsonl("hooks.jsonl", booked("u1"), told, "{broken", cancelled("u1"))
    found = exports()

    assert found["sessions", "hooks.jsonl"].rejected == 2
    assert found["cancellations", "hooks.jsonl"].rejected == 0
    assert world.ask("select line, reason, row from raw.rejected_rows order by line") == [
        (2, "other_event", json.dumps(told)),
        (3, "bad_json", "{broken"),
    ]


def test_a_row_that_landing_rejects_keeps_the_text_of_its_record(world, exports):
    lies = booked("u2", startTime="soon")
    world.jsonl("hooks.jsonl", booked("u1"), lies, cancelled("u1"))
    exports()

    assert world.ask("select log, line, reason, row from raw.rejected_rows") == [
        ("sessions", 2, "bad_time", json.dumps(lies))
    ]


@pytest.mark.parametrize("indent", [None, 2])
def test_each_record_of_a_document_has_its_own_number_and_text(world, exports, indent):
    records = [booking("u1"), booking("u2", start="soon"), booking("u3", start="late")]
    world.write("bookings.json", json.dumps({"status": "s", "data": records}, indent=indent))
    exports()

    rejected = world.ask("select line, row from raw.rejected_rows order by line")
    assert [json.loads(row)["uid"] for _, row in rejected] == ["u2", "u3"]
    assert len({line for line, _ in rejected}) == 2


def test_records_that_share_a_line_are_numbered_by_record(world, exports):
    world.write("bookings.json", json.dumps([booking("u1"), booking("u2"), booking("u3")]))
    exports()

    assert world.ask("select session_id, line from raw.sessions order by line") == [
        ("u1", 1),
        ("u2", 2),
        ("u3", 3),
    ]


def test_a_compressed_export_reads_the_same(world, exports):
    world.write("hooks.jsonl.gz", json.dumps(booked("u1")) + "\n" + json.dumps(cancelled("u1")))
    exports()

    assert world.one("select count(*) from raw.cancellations") == 1


def test_an_export_lands_once_whatever_it_is_called_later(world, exports):
    path = world.jsonl("hooks.jsonl", booked("u1"), cancelled("u1"))
    exports()
    path.rename(path.with_name("hooks-march.jsonl"))

    assert exports() == {}


def test_a_night_that_died_between_two_logs_of_an_export_is_healed(world, exports):
    world.jsonl("hooks.jsonl", booked("u1"), cancelled("u1"))
    exports()
    world.con.execute("delete from raw.deliveries where log = 'cancellations'")
    world.con.execute("delete from raw.cancellations")

    assert list(exports()) == [("cancellations", "hooks.jsonl")]
    assert world.one("select count(*) from raw.cancellations") == 1


def test_a_redelivered_webhook_is_a_duplicate(world, exports):
    world.jsonl("a.jsonl", booked("u1"), cancelled("u1"))
    exports()
    world.jsonl("b.jsonl", cancelled("u1"))
    found = exports()

    assert [one.duplicate for one in found.values()] == [1, 1]


def test_hostile_values_break_their_own_row_only(world, exports):
    world.jsonl("hooks.jsonl", booked("u1"), booked("u\ud8002"), booked("u\0003"), cancelled("u1"))
    found = exports()

    assert found["sessions", "hooks.jsonl"].landed == 1
    assert sorted(world.reasons) == ["bad_encoding", "nul_byte"]


def test_exports_and_canonical_logs_land_side_by_side(world, exports):
    world.jsonl("hooks.jsonl", booked("u1"), cancelled("u1"))
    world.csv(
        "sessions.csv", "session_id,tutor_id,scheduled_start,status", f"S1,T1,{START},completed"
    )
    exports()

    assert world.ask(
        "select source, sum(landed)::int from raw.deliveries group by all order by 1"
    ) == [("calcom", 2), ("canonical", 1)]


def test_a_truncated_export_is_refused_before_anything_is_written(world, exports):
    path = world.write("hooks.jsonl.gz", (json.dumps(booked("u1")) + "\n") * 50_000)
    path.write_bytes(path.read_bytes()[:-50])
    world.csv(
        "sessions.csv", "session_id,tutor_id,scheduled_start,status", f"S1,T1,{START},completed"
    )

    with pytest.raises(LogError, match=r"hooks.jsonl.gz: unreadable as gzip"):
        exports()
    assert world.one("select count(*) from raw.sessions") == 0


BOTH = """
files = ["square*.csv"]
log = ["sessions", "cancellations"]
delimiter = ";"
timezone = "UTC"
[columns.sessions]
session_id = "id"
tutor_id = "team"
scheduled_start = ["day", "time"]
[columns.cancellations]
session_id = "id"
initiator = "status"
cancelled_at = "changed"
[date_formats.sessions]
scheduled_start = ["%d/%m/%Y %H:%M"]
[values.sessions.status]
ACCEPTED = "completed"
CANCELLED_BY_SELLER = "cancelled"
[values.cancellations.initiator]
CANCELLED_BY_SELLER = "tutor"
[only.sessions]
status = ["ACCEPTED", "CANCELLED_BY_SELLER", "LATE"]
[only.cancellations]
status = ["CANCELLED_BY_SELLER"]
[fixed.cancellations]
channel = "platform"
"""
HEADER = "id;team;day;time;status;changed"


def test_one_csv_is_two_logs_by_what_its_rows_tell(world, exports):
    world.write("square.toml", BOTH)
    world.csv(
        "square.csv",
        HEADER,
        "b1;T1;10/03/2026;10:00;ACCEPTED;",
        'b2;"T;2";10/03/2026;10:00;CANCELLED_BY_SELLER;2026-03-09T20:00:00Z',
        "b3;T1;10/03/2026;10:00;PENDING;",
        "b4;T1;10/03/2026;10:00;LATE;",
    )
    found = exports()

    assert found["sessions", "square.csv"].received == 4
    assert found["cancellations", "square.csv"].received == 1
    assert world.ask("select session_id, tutor_id, status from raw.sessions order by 1") == [
        ("b1", "T1", "completed"),
        ("b2", "T;2", "cancelled"),
    ]
    assert world.ask("select session_id, initiator, channel from raw.cancellations") == [
        ("b2", "tutor", "platform")
    ]
    assert world.ask("select line, reason, row from raw.rejected_rows order by line") == [
        (4, "other_event", "b3;T1;10/03/2026;10:00;PENDING;"),
        (5, "unknown_status", "b4;T1;10/03/2026;10:00;LATE;"),
    ]


@pytest.mark.parametrize("missing", ["id", "day", "status", "changed"])
def test_a_column_that_a_source_file_names_must_be_there(world, exports, missing):
    world.write("square.toml", BOTH)
    world.csv("square.csv", HEADER.replace(missing, "other"), "b1;T1;10/03/2026;10:00;ACCEPTED;")

    with pytest.raises(ContractError, match=f"has no column '{missing}'"):
        exports()


def test_what_an_export_does_not_say_is_said_by_its_source_file(world, exports):
    world.write(
        "no-shows.toml",
        'files = ["no-shows*"]\nlog = "sessions"\n[fixed.sessions]\nstatus = "no_show_student"\n',
    )
    world.csv("no-shows.csv", "session_id,tutor_id,scheduled_start", f"S1,T1,{START}")
    world.csv("cancellations.csv", "session_id,cancelled_at,initiator")
    exports()

    assert world.ask("select session_id, status from raw.sessions") == [("S1", "no_show_student")]


def test_tables_of_files_say_each_its_own(world, exports):
    world.write(
        "salon.toml",
        'timezone = "Europe/Lisbon"\n'
        '[[files]]\nglob = "held*.csv"\nlog = "sessions"\nfixed.sessions.status = "completed"\n'
        '[[files]]\nglob = "ended*.csv"\nlog = "cancellations"\n'
        'fixed.cancellations = { initiator = "unknown", cancelled_at = "" }\n',
    )
    world.csv("held.csv", "session_id,tutor_id,scheduled_start", "S1,T1,2026-07-10T10:00")
    world.csv("ended.csv", "session_id", "S2")
    exports()

    assert world.ask("select status, scheduled_start::varchar from raw.sessions") == [
        ("completed", "2026-07-10 09:00:00+00")
    ]
    assert world.ask("select cancelled_at, initiator from raw.cancellations") == [(None, "unknown")]
    assert world.ask("select distinct source from raw.deliveries") == [("salon",)]
