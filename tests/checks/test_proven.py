"""Rows that kept their contract once are not read again, and nothing new slips through by that."""

import pytest

from quality import contracts, proven
from tutor_reliability.tables import TABLES

KEPT = tuple(name for name in TABLES if contracts.only_grows(name))
KINDS = (contracts.REQUIRED, contracts.VALUES, contracts.BOUNDS, contracts.KEY)


def deliver(room, delivery, *lines, status="completed"):
    """Land rows of a delivery."""
    for line in lines:
        room.run(
            "insert into raw.sessions "
            "(session_id, scheduled_start, status, known_at, delivery_id, line, row_hash) values "
            f"('s', $known_until, '{status}', $known_until, {delivery}, {line}, 1)"
        )


def broken(room):
    return {one.check_name: one.unexpected for one in room.check("raw.sessions", *KINDS)}


def all_of(room):
    """Check the whole contract, so that it counts as proven where it holds."""
    names = [one.name for one in contracts.of_table("raw.sessions")]
    return {one.check_name: one.unexpected for one in room.check("raw.sessions", *names)}


def test_what_only_grows_is_what_was_delivered_line_by_line():
    assert set(KEPT) == {
        "raw.sessions",
        "raw.cancellations",
        "raw.contacts",
        "raw.feedback",
        "raw.tutors",
        "raw.rejected_rows",
    }


def test_a_proven_delivery_is_not_read_again(room):
    deliver(room, 1, 2)
    all_of(room)
    deliver(room, 1, 2, status="no such status")

    assert set(broken(room).values()) == {0}


def test_a_new_delivery_is_read(room):
    deliver(room, 1, 2)
    all_of(room)
    deliver(room, 2, 2, 2, status="no such status")

    assert broken(room) | {contracts.REQUIRED: 0, contracts.BOUNDS: 0} == {
        contracts.REQUIRED: 0,
        contracts.VALUES: 2,
        contracts.BOUNDS: 0,
        contracts.KEY: 1,
    }


@pytest.mark.parametrize(
    ("lines", "twice"),
    [((-62, 2, 3, 63, 64, 66, 2**40), 0), ((2, 2), 1), ((63, 64, 64, 2**40, 2**40), 2)],
    ids=["each once", "the first", "two far apart"],
)
def test_a_line_that_stands_there_twice_is_found_wherever_it_stands(room, lines, twice):
    deliver(room, 1, *lines)
    deliver(room, 2, *set(lines))

    assert broken(room)[contracts.KEY] == twice


def test_a_tutors_day_that_stands_there_twice_is_found_whenever_it_was(room):
    for tutor, day, times in [
        ("a", "1999-12-31", 1),
        ("a", "2000-01-01", 2),
        ("a", "2000-03-05", 1),
        ("b", "1999-12-31", 3),
        ("b", "2000-01-01", 1),
    ]:
        for _ in range(times):
            room.run(f"insert into core.tutor_days (tutor_id, day) values ('{tutor}', '{day}')")

    result = room.check_one("core.tutor_days", contracts.KEY)

    assert result.unexpected == 2
    assert "2000-01-01" in result.samples
    assert "1999-12-31" in result.samples


def test_rows_without_delivery_or_line_are_one_line(room):
    for _ in range(2):
        room.run("insert into raw.sessions (session_id) values ('s')")

    assert broken(room)[contracts.KEY] == 1


def test_a_row_of_no_delivery_is_always_read(room):
    deliver(room, 1, 2)
    all_of(room)
    room.run("insert into raw.sessions (session_id, delivery_id) values ('s', null)")

    assert broken(room)[contracts.REQUIRED] == 1


def test_what_was_red_stays_red(room):
    deliver(room, 1, 2, status="no such status")
    assert all_of(room)[contracts.VALUES] == 1

    assert all_of(room)[contracts.VALUES] == 1


def test_one_check_alone_proves_nothing(room):
    deliver(room, 1, 2, status="no such status")
    room.check("raw.sessions", contracts.KEY)

    assert proven.up_to(room.con, "raw.sessions") == proven.NOTHING


def test_another_contract_proves_nothing(room):
    deliver(room, 1, 2)
    all_of(room)
    assert proven.up_to(room.con, "raw.sessions") == 1

    room.run("update quality.proven set fingerprint = 'of an older version'")
    assert proven.up_to(room.con, "raw.sessions") == proven.NOTHING


@pytest.mark.parametrize("table", ["raw.deliveries", "core.bulk_events", "mart.tutors"])
def test_a_table_whose_rows_change_is_read_whole(room, table):
    assert proven.up_to(room.con, table) == proven.NOTHING
    assert all(contracts.PROVEN not in one.parameters for one in contracts.of_table(table))
