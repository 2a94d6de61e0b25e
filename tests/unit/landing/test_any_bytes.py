"""Whatever the bytes: every row is accounted for, or one clear line refuses the file."""

import gzip
import itertools
import json
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutor_reliability.errors import ReliabilityError
from tutor_reliability.landing import REASONS, discover, land
from tutor_reliability.landing.csv_rows import csv_records, header_of
from tutor_reliability.landing.lines import Broken
from tutor_reliability.landing.scan import scan
from tutor_reliability.sources import Source

LAVISH = pytest.mark.slow
HEADER = "session_id,tutor_id,booked_at,scheduled_start,duration_minutes,status,subject"
START = "2026-03-10T10:00:00Z"
FIELDS = st.sampled_from(
    [
        *["", "S1", "S2", START, "2026-03-10", "60", "0", "-1", "completed", "x", "NULL"],
        *[
            '"a,b"',
            '"a\nb"',
            '"a""b"',
            '"',
            '""',
            'a"b',
            ' "c" ',
            '"d"e',
            "1.23E+15",
            "né",
            "\u2028",
        ],
    ]
)
ROWS = st.one_of(
    st.tuples(
        st.sampled_from(["S1", "S2", '"S,3"', ""]),
        st.just("T1"),
        st.just(""),
        st.just(START),
        st.sampled_from(["60", "0", ""]),
        st.sampled_from(["completed", "cancelled"]),
        FIELDS,
    ),
    st.lists(FIELDS, max_size=9).map(tuple),
).map(",".join)
ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"])
SOURCES = st.sampled_from(
    [
        Source(),
        Source(timezone="Europe/Lisbon"),
        Source(encoding="cp1252", null_strings=("", "NULL")),
        Source(encoding="utf-16"),
        Source(
            timezone="UTC",
            date_formats={"sessions": {"scheduled_start": ("%d/%m/%Y", "%Y-%m-%dT%H:%M:%SZ")}},
        ),
    ]
)


@st.composite
def csv_texts(draw):
    end = draw(ENDS)
    rows = draw(st.lists(ROWS, max_size=8))
    return end.join([HEADER, *rows]) + draw(st.sampled_from([end, "", end * 2]))


@st.composite
def mangled(draw, texts):
    """Cut, swap, double, overwrite and re-encode the bytes of a file."""
    data = bytearray(
        draw(texts).encode(
            draw(st.sampled_from(["utf-8", "utf-8", "utf-16", "latin-1"])), "replace"
        )
    )
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, max(len(data) - 1, 0)))
        what = draw(st.sampled_from(["cut", "overwrite", "insert", "double"]))
        if what == "cut":
            del data[place : place + draw(st.integers(1, 40))]
        elif what == "overwrite":
            data[place : place + 1] = draw(st.binary(min_size=1, max_size=2))
        elif what == "insert":
            data[place:place] = draw(
                st.sampled_from(
                    [b"\0", b'"', b"\n", b"\r", b",", b"\xff", b"\xef\xbb\xbf", b"{}", b"\x1f\x8b"]
                )
            )
        else:
            data += data[place:]
    return bytes(data)


@st.composite
def json_texts(draw):
    names = st.sampled_from(HEADER.split(","))
    values = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(),
        st.just(START),
        st.just({"a": [1]}),
    )
    rows = draw(st.lists(st.dictionaries(names, values), max_size=6))
    return "".join(json.dumps(row, ensure_ascii=draw(st.booleans())) + "\n" for row in rows)


@contextmanager
def emptied(con):
    with tempfile.TemporaryDirectory() as folder:
        for table in ("sessions", "cancellations", "deliveries", "rejected_rows"):
            con.execute(f"delete from raw.{table}")
        yield Path(folder)


def attempt(con, logs, source):
    """Land; gives the refusal, or the deliveries."""
    try:
        return "", land(con, logs, source=source)
    except ReliabilityError as error:
        return str(error), []


def lands_or_is_refused(con, name, data, source):
    with emptied(con) as logs:
        (logs / name).write_bytes(data)
        (logs / "cancellations.csv").write_bytes(
            "session_id,cancelled_at,initiator\n".encode(source.encoding)
        )
        refusal, deliveries = attempt(con, logs, source)
        if refusal:
            assert "\n" not in refusal
            assert con.execute("select count(*) from raw.sessions").fetchall() == [(0,)]
            return
        first = deliveries[0]
        assert first.received == first.landed + first.duplicate + first.superseded + first.rejected
        ((kept,),) = con.execute("select count(*) from raw.sessions").fetchall()
        assert kept == first.landed + first.superseded
        rejected = con.execute("select reason, line, row from raw.rejected_rows").fetchall()
        assert len(rejected) == first.rejected
        assert {reason for reason, _, _ in rejected} <= set(REASONS)
        assert all(row for _, _, row in rejected)


few = settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
many = settings(few, max_examples=300)


@few
@given(data=mangled(csv_texts()), source=SOURCES)
def test_a_mangled_csv(warehouse, data, source):
    lands_or_is_refused(warehouse, "sessions.csv", data, source)


@few
@given(data=mangled(json_texts()))
def test_mangled_json_lines(warehouse, data):
    lands_or_is_refused(warehouse, "sessions.jsonl", data, Source())


@few
@given(data=mangled(csv_texts()), cut=st.integers(0, 60), flip=st.integers(0, 200))
def test_a_mangled_gzip(warehouse, data, cut, flip):
    packed = bytearray(gzip.compress(data))
    packed[min(flip, len(packed) - 1)] ^= 1
    lands_or_is_refused(warehouse, "sessions.csv.gz", bytes(packed[: len(packed) - cut]), Source())


@LAVISH
@many
@given(data=mangled(csv_texts()), source=SOURCES)
def test_very_many_mangled_csvs(warehouse, data, source):
    lands_or_is_refused(warehouse, "sessions.csv", data, source)


@LAVISH
@many
@given(data=mangled(json_texts()))
def test_very_many_mangled_json_lines(warehouse, data):
    lands_or_is_refused(warehouse, "sessions.jsonl", data, Source())


def rows_of(con, text):
    """Land a CSV; give each row that landed or was rejected, with its line."""
    with emptied(con) as logs:
        (logs / "sessions.csv").write_bytes(text.encode())
        (logs / "cancellations.csv").write_bytes(b"session_id,cancelled_at,initiator\n")
        land(con, logs)
        names = "line, session_id, tutor_id, scheduled_start, duration_minutes, status, subject"
        return con.execute(
            f"select {names} from raw.sessions union all by name "
            "select line, reason as status, detail as subject, row as tutor_id "
            "from raw.rejected_rows order by line"
        ).fetchall()


def assert_both_ways_agree(warehouse, rows):
    """Compare with the exact way, which the whole file goes with a NUL in its last line."""
    text = "\n".join([HEADER, *rows]) + "\n"
    lines = text.count("\n")

    exact = [row for row in rows_of(warehouse, text + "\0\n") if row[0] <= lines]
    assert rows_of(warehouse, text) == exact


@few
@given(rows=st.lists(ROWS, max_size=8))
def test_the_engine_and_the_exact_way_agree(warehouse, rows):
    assert_both_ways_agree(warehouse, rows)


@given(rows=st.lists(ROWS, max_size=12))
def test_no_line_is_in_two_records_or_in_none(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("lines")
    for log in ("sessions", "cancellations"):
        (folder / f"{log}.csv").write_bytes(("\n".join([HEADER, *rows]) + "\n").encode())
    text = scan(discover(folder)[0], encoding="utf-8", spare=folder.joinpath)
    width = len(header_of(text) or [])
    lines = text.path.read_bytes().decode().split("\n")

    told = [
        line
        for one in csv_records(text, width)
        for line in ([one.row] if isinstance(one, Broken) else one.row.split("\n"))
    ]
    assert list(filter(None, told)) == list(filter(None, itertools.islice(lines, 1, None)))


@LAVISH
@many
@given(rows=st.lists(ROWS, max_size=8))
def test_the_engine_and_the_exact_way_agree_very_often(warehouse, rows):
    assert_both_ways_agree(warehouse, rows)
