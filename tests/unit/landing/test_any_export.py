"""Whatever the bytes of an export: every record is accounted for, or one line refuses the file."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutor_reliability.errors import ReliabilityError
from tutor_reliability.landing import REASONS, land
from tutor_reliability.sources import ADAPTERS, named

FIXTURES = Path(__file__).parents[2] / "fixtures" / "sources"
EXPORTS = {
    path.relative_to(FIXTURES).as_posix(): path.read_bytes()
    for adapter in ADAPTERS
    for path in sorted((FIXTURES / adapter.name).iterdir())
}
HOSTILE = [
    b"\0",
    b'"',
    b"\n",
    b"\r",
    b"{",
    b"]",
    b",",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\\ud800",
    b"null",
]


@st.composite
def mangled(draw, data):
    """Cut, double, overwrite, swap and insert bytes."""
    data = bytearray(data)
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(data)))
        what = draw(st.sampled_from(["cut", "double", "overwrite", "insert", "truncate"]))
        if what == "cut":
            del data[place : place + draw(st.integers(1, 400))]
        elif what == "double":
            data[place:place] = data[place : place + draw(st.integers(1, 4000))]
        elif what == "overwrite":
            data[place : place + 1] = draw(st.binary(min_size=1, max_size=3))
        elif what == "insert":
            data[place:place] = draw(st.sampled_from(HOSTILE))
        else:
            del data[place:]
    return bytes(data)


def attempt(con, folder, source):
    """Land; gives the refusal, or the deliveries."""
    try:
        return "", land(con, folder, source=named(source))
    except ReliabilityError as refused:
        return str(refused), []


def lands_or_is_refused(con, name, data):
    for table in ("sessions", "cancellations", "deliveries", "rejected_rows"):
        con.execute(f"delete from raw.{table}")
    with TemporaryDirectory() as folder:
        (Path(folder) / Path(name).name).write_bytes(data)
        refusal, deliveries = attempt(con, Path(folder), Path(name).parts[0])
    if refusal:
        assert "\n" not in refusal
        assert con.execute("select count(*) from raw.deliveries").fetchone() == (0,)
        return
    assert {one.log for one in deliveries} == {"sessions", "cancellations"}
    for one in deliveries:
        assert one.received == one.landed + one.duplicate + one.superseded + one.rejected
        kept = con.execute(f"select count(*), count(distinct line) from raw.{one.log}").fetchone()
        assert kept == (one.landed + one.superseded,) * 2
    rejected = con.execute("select reason, row from raw.rejected_rows").fetchall()
    assert len(rejected) == sum(one.rejected for one in deliveries)
    assert {reason for reason, _ in rejected} <= set(REASONS)
    assert all(row for _, row in rejected)


few = settings(
    max_examples=3,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
many = settings(few, max_examples=200)


@pytest.mark.parametrize("name", EXPORTS)
def test_a_mangled_export(warehouse, name):
    @few
    @given(data=mangled(EXPORTS[name]))
    def holds(data):
        lands_or_is_refused(warehouse, name, data)

    holds()


@pytest.mark.slow
@pytest.mark.parametrize("name", EXPORTS)
def test_very_many_mangled_exports(warehouse, name):
    @many
    @given(data=mangled(EXPORTS[name]))
    def holds(data):
        lands_or_is_refused(warehouse, name, data)

    holds()
