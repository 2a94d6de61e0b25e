"""Every row that arrives is accounted for, whatever has become of the file on its way."""

import pytest

from tutor_reliability.landing.rules import MAX_ROW_BYTES
from tutor_reliability.tables import STATUSES

START = "2026-03-10T10:00:00Z"
HEADER = "session_id,tutor_id,scheduled_start,status,subject"
GOOD = f"S1,T1,{START},completed,maths"
AFTER = f"S2,T1,{START},completed,maths"


def between(world, *lines, header=HEADER):
    """Land two good rows with something between them; gives what came of that."""
    parts = [header, GOOD, *lines, AFTER]
    data = b"\n".join(part if isinstance(part, bytes) else part.encode() for part in parts)
    world.write("sessions.csv", data + b"\n")
    delivery = world.land()["sessions.csv"]
    ids = [one for (one,) in world.ask("select session_id from raw.sessions order by line")]
    assert ids[0] == "S1"
    assert ids[-1] == "S2"
    assert delivery.received == delivery.landed + delivery.rejected
    return world.rejected


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param("S3,T1", "short_line", id="too few fields"),
        pytest.param("   ", "short_line", id="blanks"),
        pytest.param(f"S3,T1,{START},completed,maths,more", "long_line", id="too many fields"),
        pytest.param(f'S3,T1,{START},completed,"maths" x', "bad_quotes", id="text after a quote"),
        pytest.param(f'S3,T1,{START},completed,"maths', "bad_quotes", id="a quote never closed"),
        pytest.param(
            f"S3,T1,{START},completed,caf\xe9".encode("latin-1"), "bad_encoding", id="bytes"
        ),
        pytest.param(f"S3,T1,{START},completed,a\0b", "nul_byte", id="a NUL"),
        pytest.param(f"S3,T1,{START},completed,{'x' * MAX_ROW_BYTES}", "long_row", id="endless"),
    ],
)
def test_a_broken_line_takes_no_other_with_it(world, line, reason):
    assert between(world, line) == [(3, reason)]


def test_a_quote_closed_by_a_later_line_takes_neither(world):
    lines = [f'S3,T1,{START},completed,"maths', f'S4,T1,{START},completed,"french']

    assert between(world, *lines, GOOD.replace("S1", "S5")) == [
        (3, "bad_quotes"),
        (4, "bad_quotes"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(f'S3,T1,{START},completed,5" pipe', id="a quote inside a field"),
        pytest.param(f'S3,T1,{START}, "completed" ,maths', id="blanks around a quoted field"),
        pytest.param(f"S3,T1,{START},completed,maths,,", id="empty fields beyond the header"),
        pytest.param("", id="an empty line"),
        pytest.param(f"S3,T1,{START},completed,maths\r", id="one line ends as on Windows"),
        pytest.param(f"S3,T1,{START},completed,a\rb", id="a carriage return inside a field"),
        pytest.param(f"S3,T1,{START},completed,a\u2028b\x85c\x0bd\x1ae", id="other line ends"),
        pytest.param(f'S3,T1,{START},completed,"a\r\nb"', id="a line break inside a field"),
    ],
)
def test_what_is_only_odd_lands(world, line):
    assert between(world, line) == []


def test_the_text_of_a_rejected_row_is_what_was_delivered(world):
    broken = f'S3,T1,{START},completed,"maths'
    unknown = f'S4,T1,{START},"done, mostly","a\nb"'
    between(world, broken, unknown)

    assert world.ask("select row, detail from raw.rejected_rows order by line") == [
        (broken, "expected quotes in pairs"),
        (
            unknown,
            f"status is 'done, mostly': expected one of {', '.join(STATUSES)}",
        ),
    ]


def test_an_endless_row_is_kept_up_to_a_point(world):
    between(world, f"S3,T1,{START},completed,{'x' * MAX_ROW_BYTES}")

    assert world.one("select len(row) from raw.rejected_rows") == 10_001


JSON_GOOD = {"session_id": "S1", "tutor_id": "T1", "scheduled_start": START, "status": "completed"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param('{"session_id": "S3"', "bad_json", id="cut off"),
        pytest.param("[1]", "bad_json", id="a list"),
        pytest.param("3", "bad_json", id="a number"),
        pytest.param('"S3"', "bad_json", id="a text"),
        pytest.param('{"session_id": "S3"} {"session_id": "S4"}', "bad_json", id="two objects"),
        pytest.param('{"session_id": "S3", "session_id": "S4"}', "bad_json", id="a key twice"),
        pytest.param("[" * 100_000, "bad_json", id="a well"),
        pytest.param('{"session_id": "\\ud800"}', "bad_encoding", id="half a surrogate pair"),
        pytest.param('{"session_id": "a\\u0000b"}', "nul_byte", id="a NUL"),
        pytest.param("{}", "missing_value", id="nothing in it"),
        pytest.param('{"session_id": "S3", "tutor_id": "T"}', "missing_value", id="no start"),
    ],
)
def test_a_broken_json_line_takes_no_other_with_it(world, line, reason):
    world.jsonl("sessions.jsonl", JSON_GOOD, line, "", {**JSON_GOOD, "session_id": "S2"})
    delivery = world.land()["sessions.jsonl"]

    assert world.rejected == [(2, reason)]
    assert world.ask("select session_id, line from raw.sessions") == [("S1", 1), ("S2", 4)]
    assert (delivery.received, delivery.landed) == (3, 2)


def test_json_that_is_null_is_a_row_of_nothing(world):
    world.jsonl("sessions.jsonl", JSON_GOOD, "null")
    world.land()

    assert world.rejected == [(2, "missing_value")]


def test_a_rejected_row_of_parquet_is_kept_as_json(world):
    world.parquet(
        "sessions.parquet",
        "select 'S' || i as session_id, null as tutor_id, timestamptz '2026-03-10 10:00:00+00' as "
        "scheduled_start, case i when 1 then 'done' else 'completed' end as status, 7 as extra "
        "from range(3) as r(i)",
    )
    world.land()

    assert world.rejected == [(2, "unknown_status")]
    assert world.one("select row::json ->> 'session_id' from raw.rejected_rows") == "S1"
    assert world.one("select row::json ->> 'extra' from raw.rejected_rows") == "7"


@pytest.fixture
def pushdown(world):
    """Switch on what the warehouse keeps off."""
    world.con.execute("set disabled_optimizers = ''")
    yield
    world.con.execute("set disabled_optimizers = 'type_pushdown'")


def assert_none_is_lost(world):
    """Land 5,000 rows of which many have a value that does not cast."""
    rows = [
        f"S{row},T1,{START if row % 7 else 'soon'},completed,{row % 5 or 'x'}"
        for row in range(5000)
    ]
    header = "session_id,tutor_id,scheduled_start,status,duration_minutes"
    world.csv("sessions.csv", header, *rows)
    delivery = world.land()["sessions.csv"]

    assert delivery.received == 5000
    assert delivery.rejected == sum(row % 7 == 0 or row % 5 == 0 for row in range(5000))
    assert delivery.landed == world.one("select count(*) from raw.sessions")
    assert delivery.landed + delivery.rejected == 5000


def test_no_row_with_a_bad_value_gets_lost(world):
    assert_none_is_lost(world)


@pytest.mark.usefixtures("pushdown")
def test_no_row_gets_lost_even_with_the_pushdown_that_loses_rows(world):
    """DuckDB 2.0.0 loses rows whose text does not cast, unless its type_pushdown is off."""
    assert_none_is_lost(world)


def test_a_file_of_nothing_but_rejects(world):
    world.csv("sessions.csv", HEADER, *[f"S{row},T1,tomorrow,completed," for row in range(90_000)])
    delivery = world.land()["sessions.csv"]

    assert (delivery.received, delivery.rejected, delivery.landed) == (90_000, 90_000, 0)
    assert world.ask(
        "select count(*) from raw.rejected_rows where row like 'S' || (line - 2) || ',%'"
    ) == [(90_000,)]


def test_many_small_files_with_something_wrong_in_each(world):
    for day in range(60):
        good, unknown = f"A{day},T1,{START},completed,", f"B{day},T1,{START},x,"
        world.csv(f"sessions/{day}.csv", HEADER, good, "broken", unknown)
    found = world.land()

    for day in range(60):
        delivery = found[f"sessions/{day}.csv"]
        assert (delivery.landed, delivery.rejected) == (1, 2)
        assert world.ask(
            "select line, reason, row from raw.rejected_rows "
            f"where delivery_id = {delivery.delivery_id} order by line"
        ) == [(3, "short_line", "broken"), (4, "unknown_status", f"B{day},T1,{START},x,")]
