"""Every form a log comes in gives the same rows."""

import gzip
import json
from dataclasses import replace

import pytest

from tutor_reliability.sources import CANONICAL, Source

HEADER = "session_id,tutor_id,scheduled_start,duration_minutes,status,first_with_student"
ROWS = [
    ("S1", "T1", "2026-03-01T10:00:00Z", "60", "completed", "true"),
    ("S2", "", "2026-03-02T10:00:00.5+05:30", "", "scheduled", ""),
    ("S3", "Zoë Łuk", "2026-03-03T10:00:00Z", "45", "cancelled", "false"),
]
CSV = "\n".join([HEADER, *map(",".join, ROWS)]) + "\n"
JSONL = "".join(json.dumps(dict(zip(HEADER.split(","), row, strict=True))) + "\n" for row in ROWS)
LANDED = (
    "select session_id, tutor_id, epoch_us(scheduled_start), duration_minutes, status, "
    "first_with_student, {line} from raw.sessions order by session_id"
)


def expected(first_line):
    return [
        ("S1", "T1", 1772359200000000, 60, "completed", True, first_line),
        ("S2", None, 1772425800500000, None, "scheduled", None, first_line + 1),
        ("S3", "Zoë Łuk", 1772532000000000, 45, "cancelled", False, first_line + 2),
    ]


@pytest.mark.parametrize(
    ("name", "content", "first_line"),
    [
        pytest.param("sessions.csv", CSV, 2, id="csv"),
        pytest.param("sessions.csv.gz", CSV, 2, id="csv.gz"),
        pytest.param("sessions.jsonl", JSONL, 1, id="jsonl"),
        pytest.param("sessions.ndjson.gz", JSONL, 1, id="ndjson.gz"),
        pytest.param("sessions.csv", "\ufeff" + CSV, 2, id="csv with a byte order mark"),
        pytest.param("sessions.jsonl", "\ufeff" + JSONL, 1, id="jsonl with a byte order mark"),
        pytest.param("sessions.csv", CSV.replace("\n", "\r\n"), 2, id="csv with CRLF"),
        pytest.param("sessions.jsonl", JSONL.replace("\n", "\r\n"), 1, id="jsonl with CRLF"),
        pytest.param("sessions.csv", CSV.replace("\n", "\r"), 2, id="csv of an old Mac"),
        pytest.param("sessions.csv", CSV.removesuffix("\n"), 2, id="csv without a last line end"),
        pytest.param("sessions.csv", CSV + "\n\n", 2, id="csv with empty lines at its end"),
        pytest.param("sessions.csv", CSV.replace("S2", '"S2"'), 2, id="csv with a quoted field"),
        pytest.param("sessions.csv", CSV.replace("\n", ",\n"), 2, id="csv with commas at the end"),
    ],
)
def test_text(world, name, content, first_line):
    world.write(name, content)
    delivery = world.land()[name]

    assert delivery.landed == 3
    assert world.ask(LANDED.format(line="line")) == expected(first_line)


def test_parquet_of_texts(world):
    columns = ", ".join(f"col{place} as {name}" for place, name in enumerate(HEADER.split(",")))
    rows = ", ".join(str(row) for row in ROWS)
    world.parquet("sessions.parquet", f"select {columns} from (values {rows})")
    world.land()

    assert world.ask(LANDED.format(line="line")) == expected(1)


def test_parquet_with_types(world):
    world.parquet(
        "sessions.parquet",
        "select 17 as session_id, 4 as tutor_id, timestamptz '2026-03-01 10:00:00+00' as "
        "scheduled_start, 60::smallint as duration_minutes, 'completed' as status, true as "
        "first_with_student",
    )
    world.land()

    assert world.ask(LANDED.format(line="line")) == [
        ("17", "4", 1772359200000000, 60, "completed", True, 1)
    ]


TYPED = """
    select
        'S' || row_number() over () as session_id,
        null as tutor_id,
        {start} as scheduled_start,
        {minutes} as duration_minutes,
        'completed' as status,
        {first} as first_with_student
    from (values {rows}) as given(start, minutes, first)
"""
NATIVE = {"start": "start::timestamptz", "minutes": "minutes::bigint", "first": "first::boolean"}
WRITTEN = {name: f"({cast})::varchar" for name, cast in NATIVE.items()}


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(["('2026-03-01 10:00:00.25+00', 60, true)"], id="plain"),
        pytest.param(["('2026-03-01 00:00:00+00', 60, false)"], id="midnight"),
        pytest.param(["(null, 60, true)", "('2026-03-01 10:00:00+00', null, null)"], id="nulls"),
        pytest.param(["('1999-12-31 23:59:59+00', 60, true)"], id="before 2000"),
        pytest.param(["('2100-01-01 00:00:00+00', 60, true)"], id="after 2099"),
        pytest.param(["('2026-03-01 10:00:00+00', 0, true)"], id="no minutes"),
        pytest.param(["('2026-03-01 10:00:00+00', 999999999, true)"], id="nine digits"),
        pytest.param(["('2026-03-01 10:00:00+00', 1000000000, true)"], id="ten digits"),
        pytest.param(["('2026-03-01 10:00:00+00', -1000000000, true)"], id="ten, negative"),
    ],
)
def test_a_type_of_parquet_is_read_as_its_text_would_be(world, rows):
    found = []
    for cast in (NATIVE, WRITTEN):
        for table in ("sessions", "rejected_rows", "deliveries"):
            world.con.execute(f"delete from raw.{table}")
        world.parquet("sessions.parquet", TYPED.format(rows=", ".join(rows), **cast))
        world.land()
        found.append(
            (
                world.ask("select * from raw.sessions order by session_id"),
                world.ask("select line, reason, detail from raw.rejected_rows order by line"),
                world.ask("select received, landed, warned from raw.deliveries order by file"),
            )
        )

    assert found[0] == found[1]


def test_a_time_without_end_is_no_time(world):
    rows = "('infinity', 60, true), ('-infinity', 60, true)"
    world.parquet("sessions.parquet", TYPED.format(rows=rows, **NATIVE))
    world.land()

    assert world.reasons == ["sentinel_date", "sentinel_date"]


def test_what_the_source_says_goes_before_the_types_of_parquet(world):
    rows = "('2026-07-01 10:00:00+00', 99, true)"
    world.parquet("sessions.parquet", TYPED.format(rows=rows, **NATIVE))
    world.land(
        Source(
            timezone="Europe/Lisbon",
            overrides_offset=True,
            null_strings=("99",),
            values={"sessions": {"first_with_student": {"true": "false"}}},
        )
    )

    assert world.ask(
        "select epoch(scheduled_start)::bigint, duration_minutes, first_with_student "
        "from raw.sessions"
    ) == [(1782896400, None, False)]


def test_the_same_row_in_another_form_is_a_duplicate(world):
    world.write("sessions.csv", CSV)
    world.land()
    world.write("sessions.jsonl", JSONL)
    delivery = world.land()["sessions.jsonl"]

    assert (delivery.duplicate, delivery.landed) == (3, 0)


@pytest.mark.parametrize("encoding", ["windows-1250", "utf-16", "utf-16-le", "iso8859_2"])
@pytest.mark.parametrize("name", ["sessions.csv", "sessions.csv.gz"])
def test_a_stated_encoding(world, encoding, name):
    world.write(name, CSV.replace("ë", "é").encode(encoding))
    world.write("cancellations.csv", "session_id,cancelled_at,initiator\n".encode(encoding))
    delivery = world.land(replace(CANONICAL, encoding=encoding))[name]

    assert delivery.landed == 3
    assert world.one("select tutor_id from raw.sessions where session_id = 'S3'") == "Zoé Łuk"


def test_columns_we_have_no_use_for_are_passed_over(world):
    world.csv(
        "sessions.csv",
        'note,session_id,tutor_id,scheduled_start,status,"; drop table raw.sessions"',
        "a,S1,T1,2026-03-01T10:00:00Z,completed,b",
    )
    world.land()

    assert world.ask("select session_id, status from raw.sessions") == [("S1", "completed")]


def test_columns_by_another_name(world):
    source = Source(
        name="salon", columns={"sessions": {"session_id": "Ref", "tutor_id": "session_id"}}
    )
    world.csv(
        "sessions.csv",
        "Ref,session_id,scheduled_start,status",
        "S1,T1,2026-03-01T10:00:00Z,completed",
    )
    world.jsonl(
        "sessions.jsonl",
        {
            "Ref": "S2",
            "session_id": "T2",
            "scheduled_start": "2026-03-01T10:00:00Z",
            "status": "completed",
        },
    )
    world.land(source)

    assert world.ask("select session_id, tutor_id from raw.sessions order by all") == [
        ("S1", "T1"),
        ("S2", "T2"),
    ]


def test_values_by_another_name_and_what_is_empty(world):
    source = Source(
        values={
            "cancellations": {"initiator": {"CANCELLED_BY_SELLER": "tutor", "": "unknown"}},
        }
    )
    world.land_cancellations(
        "S1,2026-03-01T10:00:00Z,CANCELLED_BY_SELLER",
        "S2,2026-03-01T10:00:00Z,",
        "S3,2026-03-01T10:00:00Z,student",
        source=source,
    )

    assert world.ask("select initiator from raw.cancellations order by session_id") == [
        ("tutor",),
        ("unknown",),
        ("student",),
    ]


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_null_is_what_the_source_lists_and_nothing_else(world, form):
    row = {
        "session_id": "NULL",
        "tutor_id": "NA",
        "student_id": "",
        "scheduled_start": "2026-03-01T10:00:00Z",
        "status": "completed",
    }
    if form == "csv":
        world.csv("sessions.csv", ",".join(row), ",".join(row.values()))
    elif form == "jsonl":
        world.jsonl("sessions.jsonl", row)
    else:
        select = ", ".join(f"'{value}' as {name}" for name, value in row.items())
        world.parquet("sessions.parquet", f"select {select}")
    world.land(Source(null_strings=("", "NA")))

    assert world.ask("select session_id, tutor_id, student_id from raw.sessions") == [
        ("NULL", None, None)
    ]


def test_json_values_that_are_no_text_become_text(world):
    world.jsonl(
        "cancellations.jsonl",
        '{"session_id": 12345678901234567890123, "cancelled_at": null, "initiator": "tutor", '
        '"reason_text": {"b": [1, "x"]}, "event_id": 7}',
    )
    world.land()

    assert world.ask("select event_id, session_id, reason_text from raw.cancellations") == [
        ("7", "12345678901234567890123", '{"b":[1,"x"]}')
    ]


def test_json_read_exactly_gives_what_the_engine_gives(world):
    row = (
        '{"event_id": "%s", "session_id": 12345678901234567890123, "cancelled_at": null, '
        '"initiator": "tutor", "reason_text": {"b": [1, "x", null, true, 2.25]}, "channel": 4.5}'
    )
    world.jsonl("cancellations_1.jsonl", row % "plain")
    world.jsonl("cancellations_2.jsonl", row % "exact", "not json")
    world.land()
    plain, exact = world.ask(
        "select session_id, reason_text, channel from raw.cancellations order by delivery_id"
    )

    assert plain == exact


def test_lines_are_counted_over_line_breaks_in_quotes_and_empty_lines(world):
    world.csv(
        "cancellations.csv",
        "session_id,cancelled_at,initiator,reason_text",
        'S1,,tutor,"ill,\nvery ""ill""\n\nindeed"',
        "",
        "S2,,tutor,",
        "S3,,nobody,",
    )
    delivery = world.land()["cancellations.csv"]

    assert (delivery.received, delivery.landed) == (3, 2)
    assert world.ask(
        "select session_id, line, reason_text from raw.cancellations order by line"
    ) == [
        ("S1", 2, 'ill,\nvery "ill"\n\nindeed'),
        ("S2", 7, None),
    ]
    assert world.rejected == [(8, "unknown_initiator")]


def test_lines_are_right_in_each_of_many_files(world):
    header = "session_id,tutor_id,scheduled_start,status,kind"
    for day in range(40):
        rows = [f"{day}-{row},T1,2026-03-01T10:00:00Z,completed,trial" for row in range(50)]
        world.csv(f"sessions/{day}.csv", header, *rows)
    world.land()

    assert (
        world.ask(
            "select session_id, line from raw.sessions join raw.deliveries using (delivery_id) "
            "where session_id <> split_part(split_part(file, '/', 2), '.', 1) || '-' || (line - 2)"
        )
        == []
    )
    assert world.one("select count(*) from raw.sessions") == 2000


def test_names_that_look_like_patterns_are_names(world):
    for name in ("sessions[1].csv", "sessions*.csv", "sessions?{a}/x=1/s3:.csv", "sessions'.csv"):
        world.csv(
            name,
            "session_id,tutor_id,scheduled_start,status",
            f"{name[8]},T,2026-03-01T10:00:00Z,completed",
        )
    world.land()

    assert world.one("select count(distinct session_id) from raw.sessions") == 4


def test_hostile_text_stays_data(world):
    hostile = "Robert'); drop table raw.sessions; --"
    world.land_sessions(f"{hostile},$zone,{{x}},,2026-03-01T10:00:00Z,60,completed")

    assert world.ask("select session_id, tutor_id, student_id from raw.sessions") == [
        (hostile, "$zone", "{x}")
    ]


def test_an_empty_day_is_a_day(world):
    world.csv("sessions.csv", "session_id,tutor_id,scheduled_start,status")
    world.write("cancellations.jsonl", "")
    delivered = world.land()

    assert [one.received for one in delivered.values()] == [0, 0]


def test_gzip_in_several_members_is_read_to_its_end(world):
    head, tail = CSV[:60].encode(), CSV[60:].encode()
    (world.logs / "sessions.csv.gz").write_bytes(gzip.compress(head) + gzip.compress(tail))

    assert world.land()["sessions.csv.gz"].landed == 3


def test_gzip_that_only_python_can_read_is_read_by_it(world):
    """DuckDB takes no gzip whose header has a flag; this one says that it holds text."""
    data = bytearray(gzip.compress(CSV.encode()))
    data[3] |= 1
    (world.logs / "sessions.csv.gz").write_bytes(data)

    assert world.land()["sessions.csv.gz"].landed == 3
