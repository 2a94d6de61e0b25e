"""Night after night, bursts looked for among what is new are those that looking at all gives."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets import sql
from tutor_reliability import endings
from tutor_reliability.bursts_build import refresh_bursts
from tutor_reliability.night import Night
from tutor_reliability.outcomes_build import write_policy
from tutor_reliability.policy import load_book
from tutor_reliability.tables import TABLES
from tutor_reliability.warehouse import Opened, Warehouse

FIRST = datetime(2025, 1, 1, tzinfo=UTC)
LIMITS = {
    "surge_usual_days": 56,
    "surge_known_days": 28,
    "surge_times": 3,
    "surge_deviations": 5,
    "surge_min_tutors": 5,
    "bulk_sessions": 3,
    "bulk_seconds": 3600,
}
KEPT = ("core.session_outcomes", "core.endings", "core.stale_actors", "core.burst_builds",
        "core.bulk_events")  # fmt: skip


@pytest.fixture(scope="module")
def nightly() -> Iterator[Opened]:
    with Warehouse(None).open() as opened:
        write_policy(opened, load_book("itutor"))
        yield opened


@pytest.fixture(scope="module")
def whole() -> Iterator[Opened]:
    with Warehouse(None).open() as opened:
        write_policy(opened, load_book("itutor"))
        yield opened


minutes = st.sampled_from([0, 30, 59, 60, 61, 90, 130])
days = st.sampled_from([0, 1, 2, 30, 364, 365, 366, 367])


@st.composite
def judged(draw, number: int) -> dict[str, object]:
    """Draw what became of a session: ended in few places, so that bursts meet and part."""
    ended = draw(st.sampled_from(["cancelled", "cancelled", "rescheduled", "completed"]))
    at = FIRST + timedelta(days=draw(days), minutes=draw(minutes))
    return {
        **dict.fromkeys(one.name for one in TABLES["core.session_outcomes"].columns),
        "session_id": f"s{number:02}",
        "tutor_id": draw(st.sampled_from(["a", "b", None])),
        "student_id": draw(st.sampled_from(["x", "a"])),
        "scheduled_start": at + timedelta(hours=number),
        "session_day": at.date(),
        "event": ended,
        "initiator": None if ended == "completed" else draw(st.sampled_from(["tutor", "student"])),
        "cancelled_at": None if ended == "completed" else at,
        "recorded_by": draw(st.sampled_from(["tutor", "desk", None])),
        "reason_code": draw(st.sampled_from(["illness", None])),
        "outcome": draw(st.sampled_from(["late_cancel", "student_cancel"])),
        "in_late": draw(st.booleans()),
        "cancellation_delivery": draw(st.sampled_from([1, 1, 1, None])),
    }


@st.composite
def nights(draw) -> list[tuple[date, list[dict[str, object]]]]:
    when = sorted(draw(st.sets(st.integers(0, 420), min_size=2, max_size=4)))
    return [
        (
            FIRST.date() + timedelta(days=one),
            [draw(judged(each)) for each in sorted(draw(st.sets(st.integers(0, 14), max_size=9)))],
        )
        for one in when
    ]


def judge(opened: Opened, rows: list[dict[str, object]]) -> None:
    """Replace some outcomes as a night does."""
    opened.con.execute("create or replace table stage.fresh as from core.session_outcomes limit 0")
    ids = [one["session_id"] for one in rows]
    opened.con.execute(
        "create or replace table stage.touched_sessions as select unnest($ids::varchar[]) "
        "as session_id",
        {"ids": ids},
    )
    opened.con.execute(
        "delete from core.session_outcomes "
        "where session_id in (select session_id from stage.touched_sessions)"
    )
    opened.add("core.session_outcomes", rows)
    opened.con.execute(
        "insert into stage.fresh from core.session_outcomes "
        "where session_id in (select session_id from stage.touched_sessions)"
    )
    endings.remember(opened, fresh="stage.fresh", touched="stage.touched_sessions")


def bursts(opened: Opened) -> list[tuple[object, ...]]:
    return opened.con.execute("from core.bulk_events order by all").fetchall()


def compare(nightly: Opened, whole: Opened, told) -> int:
    for opened in (nightly, whole):
        for table in KEPT:
            opened.con.execute(f"delete from {table}")
    most = 0
    for as_of, rows in told:
        night = Night(as_of=as_of, timezone="UTC")
        for opened in (nightly, whole):
            judge(opened, rows)
        endings.remember_all(whole)
        for opened in (nightly, whole):
            refresh_bursts(opened, sql.model, night=night, limits=LIMITS)
        assert bursts(nightly) == bursts(whole)
        most = max(most, len(bursts(whole)))
    return most


LOUD = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


@settings(max_examples=8, deadline=None, suppress_health_check=LOUD)
@given(nights())
def test_what_is_kept_is_what_looking_at_all_gives(nightly, whole, told) -> None:
    compare(nightly, whole, told)


@pytest.mark.slow
@settings(max_examples=200, deadline=None, suppress_health_check=LOUD)
@given(nights())
def test_what_is_kept_is_what_looking_at_all_gives_for_long(nightly, whole, told) -> None:
    compare(nightly, whole, told)


def test_endings_are_copied_anew_where_their_hashes_were_made_otherwise(nightly) -> None:
    for table in KEPT:
        nightly.con.execute(f"delete from {table}")
    row = dict.fromkeys(one.name for one in TABLES["core.session_outcomes"].columns)
    row |= {"tutor_id": "a", "event": "cancelled", "initiator": "tutor", "outcome": "late_cancel"}
    row |= {"cancelled_at": FIRST, "scheduled_start": FIRST, "in_late": True}
    judge(nightly, [row | {"session_id": "s0"}, row | {"session_id": "s1"}])
    endings.bring(nightly)
    nightly.con.execute("update core.endings set session_hash = session_hash // 2")
    judge(nightly, [row | {"session_id": "s1", "outcome": "no_show"}])
    assert nightly.con.execute("select session_id, outcome from core.endings order by 1").fetchall(
    ) == [("s0", "late_cancel"), ("s1", "no_show")]  # fmt: skip
