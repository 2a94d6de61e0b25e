"""A file that makes no sense as a whole is refused in one line, and nothing of it lands."""

import gzip

import pytest

from tutor_reliability.errors import ContractError, LogError
from tutor_reliability.sources import Source

HEADER = "session_id,tutor_id,scheduled_start,status"
ROW = "S1,T1,2026-03-10T10:00:00Z,completed"


@pytest.fixture
def came_before():
    """Nothing landed before: here it matters which night is the first, and what it wrote down."""
    return {}


@pytest.fixture
def refused(world):
    def refuse(error, pattern, source=None):
        world.empty_other_logs()
        with pytest.raises(error, match=pattern) as caught:
            world.land(**({"source": source} if source else {}))
        assert "\n" not in str(caught.value)
        assert world.ask("select * from raw.deliveries") == []
        assert world.ask("select * from raw.sessions") == []

    return refuse


def test_a_missing_column_is_named_beside_what_is_there(world, refused):
    world.csv("sessions.csv", "session_id,tutor,scheduled_start,status", ROW)

    refused(
        ContractError,
        "^sessions.csv: has no column 'tutor_id', expected it beside session_id, tutor, "
        "scheduled_start, status; did you mean 'tutor'.; rename it there, or name it in",
    )


def test_a_late_file_without_a_column_keeps_the_first_ones_from_landing(world, refused):
    world.csv("sessions_1.csv", HEADER, ROW)
    world.csv("sessions_2.csv", "session_id", "S1")

    refused(ContractError, "sessions_2.csv: has no column 'tutor_id'")


def test_a_column_that_the_source_names_has_to_be_there(world, refused):
    world.csv("sessions.csv", HEADER, ROW)

    refused(
        ContractError,
        "no column 'Thema'",
        Source(columns={"sessions": {"subject": "Thema"}}),
    )


def test_a_column_that_is_there_twice(world, refused):
    world.csv("sessions.csv", HEADER + ",status", ROW + ",cancelled")

    refused(ContractError, "sessions.csv: two columns are called 'status'")


def test_a_key_that_no_line_has(world, refused):
    world.jsonl(
        "sessions.jsonl", *[{"id": "S1", "scheduled_start": "x", "status": "completed"}] * 3
    )

    refused(
        ContractError,
        "sessions.jsonl: has no column 'session_id', expected it beside id, scheduled_start, ",
    )


def test_a_parquet_file_without_a_column(world, refused):
    world.parquet("sessions.parquet", "select 'S1' as session_id")

    refused(ContractError, "sessions.parquet: has no column 'tutor_id'")


def test_ids_that_have_become_floating_point_numbers(world, refused):
    world.parquet(
        "sessions.parquet",
        "select 1.0::double as session_id, 'T' as tutor_id, now() as scheduled_start, '' as status",
    )

    refused(ContractError, "column 'session_id' holds floating-point numbers, expected ids as text")


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
def test_an_empty_csv(world, refused, content):
    world.write("sessions.csv", content)

    refused(LogError, "sessions.csv: (is empty, expected at least a header|its first line)")


@pytest.mark.parametrize("header", [b"\xff\xfe\x00", b'"session_id,tutor_id', b"a\0b"])
def test_a_header_that_cannot_be_read(world, refused, header):
    world.write("sessions.csv", header + b"\n" + ROW.encode())

    refused(LogError, "sessions.csv: its first line cannot be read as a header")


def test_gzip_that_is_cut_off(world, refused):
    data = gzip.compress("\n".join([HEADER, *[ROW] * 1000]).encode())
    (world.logs / "sessions.csv.gz").write_bytes(data[:-20])

    refused(LogError, "sessions.csv.gz: unreadable as gzip: .*; expected a complete file")


@pytest.mark.parametrize("name", ["sessions.csv.gz", "sessions.jsonl.gz"])
def test_gzip_that_is_none(world, refused, name):
    (world.logs / name).write_bytes(b"session_id")

    refused(LogError, f"{name}: unreadable as gzip")


def test_gzip_that_is_damaged(world, refused):
    data = bytearray(gzip.compress("\n".join([HEADER, *[ROW] * 1000]).encode()))
    data[len(data) // 2] ^= 0xFF
    (world.logs / "sessions.csv.gz").write_bytes(data)

    refused(LogError, "sessions.csv.gz: unreadable as gzip")


def test_gzip_by_another_name(world, refused):
    (world.logs / "sessions.csv").write_bytes(gzip.compress(HEADER.encode()))

    refused(LogError, "sessions.csv: is compressed, expected text; add .gz to its name")


def test_parquet_that_is_none(world, refused):
    world.write("sessions.parquet", HEADER)

    refused(LogError, "sessions.parquet: unreadable as Parquet: it does not begin as one")


def test_parquet_that_is_cut_off(world, refused):
    path = world.parquet("sessions.parquet", "select 'S1' as session_id from range(100000)")
    path.write_bytes(path.read_bytes()[:-100])

    refused(LogError, "sessions.parquet: unreadable as Parquet")


def test_parquet_that_is_damaged_inside(world, refused):
    path = world.parquet(
        "sessions.parquet",
        "select md5(i::varchar) as session_id, 'T' as tutor_id, now() as scheduled_start, "
        "'completed' as status from range(10000) as r(i)",
    )
    data = bytearray(path.read_bytes())
    data[20:2000] = bytes(range(1, 199)) * 10
    path.write_bytes(data)

    refused(LogError, "sessions.parquet: unreadable as Parquet")


def test_text_that_is_not_in_the_encoding(world, refused):
    world.write("sessions.csv", HEADER.encode("utf-16") + b"x")

    refused(LogError, "unreadable in the encoding", Source(encoding="utf-16"))


def test_a_file_that_grows_while_it_is_landed(world):
    world.csv("sessions.csv", HEADER, ROW)
    late = world.csv("cancellations.csv", "session_id,cancelled_at,initiator", "S1,,tutor")

    def grow(_delivery):
        with late.open("a") as out:
            out.write("S2,,tutor\n")

    with pytest.raises(
        LogError, match=r"cancellations\.csv: changed while it was read, expected a"
    ):
        world.land(progress=grow)
    assert world.land()["cancellations.csv"].landed == 2
