"""Redelivery changes nothing; corrections are kept beside what they correct."""

import hashlib

import pytest

from tutor_reliability.landing import land

SESSIONS = "session_id,tutor_id,scheduled_start,status,updated_at"
CANCELLATIONS = "event_id,session_id,cancelled_at,initiator,received_at"
START = "2026-03-10T10:00:00Z"


@pytest.fixture
def came_before():
    """Nothing landed before: here it matters which night is the first, and what it wrote down."""
    return {}


def session(status, updated="", name="S1"):
    return f"{name},T1,{START},{status},{updated}"


def counts(delivery):
    return (delivery.landed, delivery.duplicate, delivery.superseded, delivery.rejected)


def deliver(world, *files):
    """Land one file of sessions a night; gives what became of each."""
    found = []
    for night, rows in enumerate(files):
        name = f"sessions_{night}.csv"
        world.csv(name, SESSIONS, *rows)
        found.append(counts(world.land()[name]))
    return found


def test_the_same_file_again_changes_nothing(world):
    world.csv("sessions.csv", SESSIONS, session("completed"), session("bad"))
    first = world.land()
    before = world.ask("select * from raw.sessions"), world.ask("select * from raw.deliveries")

    assert world.land() == {}
    assert (
        world.ask("select * from raw.sessions"),
        world.ask("select * from raw.deliveries"),
    ) == before
    assert first["sessions.csv"].rejected == 1


def test_the_same_bytes_under_another_name_change_nothing(world):
    world.csv("sessions.csv", SESSIONS, session("completed"))
    world.csv("sessions_copy.csv", SESSIONS, session("completed"))

    assert list(world.land()) == ["sessions.csv", "cancellations.csv"]


def test_the_same_row_in_another_file_is_a_duplicate(world):
    assert deliver(
        world,
        [session("scheduled", START)],
        [session("scheduled", START), session("scheduled", START, "S2")],
    ) == [
        (1, 0, 0, 0),
        (1, 1, 0, 0),
    ]


def test_the_same_row_twice_in_one_file_is_a_duplicate(world):
    assert deliver(world, [session("scheduled")] * 3) == [(1, 2, 0, 0)]


def test_a_newer_version_is_news_and_the_older_is_kept(world):
    old, new = (
        session("scheduled", "2026-03-01T10:00:00Z"),
        session("completed", "2026-03-11T10:00:00Z"),
    )

    assert deliver(world, [old], [new]) == [(1, 0, 0, 0), (1, 0, 0, 0)]
    assert world.ask("select status, delivery_id from raw.sessions order by updated_at") == [
        ("scheduled", 1),
        ("completed", 3),
    ]


def test_an_older_version_that_comes_later_is_superseded_and_kept(world):
    old, new = (
        session("scheduled", "2026-03-01T10:00:00Z"),
        session("completed", "2026-03-11T10:00:00Z"),
    )

    assert deliver(world, [new], [old]) == [(1, 0, 0, 0), (0, 0, 1, 0)]
    assert world.one("select count(*) from raw.sessions") == 2


def test_of_two_versions_in_one_file_the_older_is_superseded(world):
    old, new = (
        session("scheduled", "2026-03-01T10:00:00Z"),
        session("completed", "2026-03-11T10:00:00Z"),
    )

    assert deliver(world, [new, old]) == [(1, 0, 1, 0)]


def test_without_a_version_the_later_line_and_the_later_delivery_win(world):
    assert deliver(world, [session("scheduled"), session("cancelled")], [session("completed")]) == [
        (1, 0, 1, 0),
        (1, 0, 0, 0),
    ]


def test_a_version_that_states_its_time_goes_before_one_that_does_not(world):
    assert deliver(world, [session("completed", START)], [session("scheduled")]) == [
        (1, 0, 0, 0),
        (0, 0, 1, 0),
    ]


def test_a_session_that_is_taken_back_to_what_it_was_is_news(world):
    nights = [
        [session("scheduled")],
        [session("cancelled")],
        [session("scheduled"), session("completed", name="S2")],
    ]

    assert deliver(world, *nights) == [(1, 0, 0, 0), (1, 0, 0, 0), (2, 0, 0, 0)]


def test_two_versions_of_one_instant_are_both_kept_and_the_later_delivery_wins(world):
    assert deliver(
        world,
        [session("scheduled", START)],
        [session("completed", START)],
        [session("scheduled", START), session("scheduled", START, "S2")],
    ) == [
        (1, 0, 0, 0),
        (1, 0, 0, 0),
        (2, 0, 0, 0),
    ]


def test_a_duplicate_warns_of_nothing(world):
    header = "session_id,tutor_id,scheduled_start,status,duration_minutes"
    rows = [f"S1,T1,{START},completed,0"] * 2
    world.csv("sessions.csv", header, *rows)
    delivery = world.land()["sessions.csv"]

    assert (delivery.landed, delivery.duplicate, delivery.warned) == (1, 1, 1)


def test_a_rejected_row_is_no_version(world):
    assert deliver(world, [session("nonsense", START), session("completed", START)]) == [
        (1, 0, 0, 1)
    ]


def test_events_are_known_by_their_id(world):
    world.csv(
        "cancellations.csv",
        CANCELLATIONS,
        "E1,S1,2026-03-01T10:00:00Z,tutor,2026-03-01T10:00:05Z",
        "E1,S1,2026-03-01T10:00:00Z,tutor,2026-03-08T10:00:05Z",
        "E2,S1,2026-03-01T10:00:00Z,tutor,2026-03-01T10:00:05Z",
    )

    assert counts(world.land()["cancellations.csv"]) == (2, 0, 1, 0)


def test_an_event_without_an_id_is_known_by_its_content(world):
    row = ",S1,2026-03-01T10:00:00{},{},"
    world.csv(
        "cancellations.csv",
        CANCELLATIONS,
        row.format("Z", "tutor"),
        row.format("+00:00", "tutor"),
        row.format("Z", "student"),
    )

    assert counts(world.land()["cancellations.csv"]) == (2, 1, 0, 0)
    assert world.one("select count(distinct event_id) from raw.cancellations") == 2


def test_an_event_without_an_id_stays_the_same_when_word_of_it_comes_again(world):
    world.csv(
        "cancellations_1.csv", CANCELLATIONS, ",S1,2026-03-01T10:00:00Z,tutor,2026-03-01T10:00:05Z"
    )
    world.csv(
        "cancellations_2.csv", CANCELLATIONS, ",S1,2026-03-01T10:00:00Z,tutor,2026-03-08T10:00:05Z"
    )
    world.land()

    assert world.ask("select count(distinct event_id), count(*) from raw.cancellations") == [(1, 2)]


def test_the_id_of_an_event_without_one_never_changes(world):
    world.csv("cancellations.csv", CANCELLATIONS, ",S1,2026-03-01T10:00:00Z,tutor,")
    world.land()

    told = ["session_id=S1", "cancelled_at=1772359200000000", "initiator=tutor", "kind=cancelled"]
    pinned = hashlib.md5("\x1f".join(told).encode(), usedforsecurity=False).hexdigest()
    assert world.one("select event_id from raw.cancellations") == pinned


def test_every_delivery_is_told_once_it_is_written(world):
    world.csv("sessions.csv", SESSIONS, session("completed"))
    world.empty_other_logs()
    told = []
    land(
        world.con,
        world.logs,
        progress=lambda one: told.append(
            (one.file, world.one("select count(*) from raw.deliveries"))
        ),
    )

    assert told == [("sessions.csv", 1), ("cancellations.csv", 2)]


@pytest.mark.parametrize(
    ("header", "row", "known_at"),
    [
        (
            "session_id,tutor_id,scheduled_start,status,booked_at,updated_at",
            f"S,T,{START},completed,2026-03-01T00:00:00Z,2026-03-12T00:00:00Z",
            "2026-03-12",
        ),
        (
            "session_id,tutor_id,scheduled_start,status,booked_at",
            f"S,T,{START},completed,2026-03-01T00:00:00Z",
            "2026-03-01",
        ),
        ("session_id,tutor_id,scheduled_start,status", f"S,T,{START},completed", "1970-01-01"),
        ("session_id,cancelled_at,initiator", "S,2026-03-05T00:00:00Z,tutor", "2026-03-05"),
        ("session_id,cancelled_at,initiator", "S,,tutor", "1970-01-01"),
        (
            "session_id,cancelled_at,initiator,received_at",
            "S,2026-03-05T00:00:00Z,tutor,2026-03-12T00:00:00Z",
            "2026-03-12",
        ),
        ("contact_id,tutor_id,contacted_at,channel", "C,T,2026-03-05T00:00:00Z,chat", "2026-03-05"),
        (
            "contact_id,tutor_id,contacted_at,channel,decided_at",
            "C,T,2026-03-05T00:00:00Z,chat,2026-03-07T00:00:00Z",
            "2026-03-07",
        ),
        ("feedback_id,given_at", "F,2026-03-05T00:00:00Z", "2026-03-05"),
        ("tutor_id", "T", "1970-01-01"),
    ],
)
def test_a_row_is_known_from_what_it_says_of_itself(world, utc, header, row, known_at):
    log = {"contact_id": "contacts", "feedback_id": "feedback", "tutor_id": "tutors"}.get(
        header.split(",")[0]
    )
    log = log or ("cancellations" if "initiator" in header else "sessions")
    world.csv(f"{log}.csv", header, row)
    world.land()
    assert world.one(f"select strftime(known_at, '%Y-%m-%d') from raw.{log}") == known_at

    world.csv(f"{log}_late.csv", header, row.replace(row[0], "Z", 1))
    world.land(arrived_after=utc("2026-03-06T23:59:59Z"))
    late = world.one(
        f"select strftime(max(known_at), '%Y-%m-%d') from raw.{log} where delivery_id > 2"
    )
    assert late == max(known_at, "2026-03-06")


def test_the_last_night_has_to_be_an_instant(world, utc):
    with pytest.raises(ValueError, match="has no zone"):
        world.land(arrived_after=utc("2026-03-06T23:59:59"))


def test_many_files_at_once_and_one_a_night_give_the_same(world):
    old = session("scheduled", "2026-03-01T10:00:00Z")
    new = session("completed", "2026-03-11T10:00:00Z")
    files = {
        "sessions_1.csv": [old, session("scheduled", name="S2")],
        "sessions_2.csv": [new, session("cancelled", name="S2")],
        "sessions_3.csv": [old, new, session("scheduled", name="S2"), session("x")],
    }
    accounts = "select file, landed, duplicate, superseded, rejected from raw.deliveries order by 1"
    for name, rows in files.items():
        world.csv(name, SESSIONS, *rows)
        world.land()
    one_a_night = world.ask(accounts)
    for table in ("sessions", "cancellations", "deliveries", "rejected_rows"):
        world.con.execute(f"delete from raw.{table}")
    world.land()

    assert world.ask(accounts) == one_a_night
    assert one_a_night == [
        ("cancellations.csv", 0, 0, 0, 0),
        ("sessions_1.csv", 2, 0, 0, 0),
        ("sessions_2.csv", 2, 0, 0, 0),
        ("sessions_3.csv", 1, 2, 0, 1),
    ]
