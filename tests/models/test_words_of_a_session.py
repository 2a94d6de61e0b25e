"""What the newer words of the language do to one session, each edge from both sides, in the SQL."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tutor_reliability.night import Night
from tutor_reliability.outcomes import CancellationRow, ContactRow, Log, SessionRow, TutorRow
from tutor_reliability.policy import Book, load
from tutor_reliability.policy.durations import parse_length
from tutor_reliability.policy.model import Allowance, Amnesty, WorkingHours

ITUTOR = load("itutor")
KNOWN = datetime(2026, 1, 1, tzinfo=UTC)
WEEK = ("mon", "tue", "wed", "thu", "fri")
OFFICE = WorkingHours(opens=8 * 3600, closes=18 * 3600, days=WEEK)
ALWAYS = WorkingHours(opens=0, closes=24 * 3600, days=(*WEEK, "sat", "sun"))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def session(name: str, start: datetime, **more) -> SessionRow:
    values = {"tutor_id": "T", "student_id": "p", "booked_at": KNOWN, "status": "cancelled"}
    return SessionRow(
        session_id=name, scheduled_start=start, known_at=KNOWN, order=1, **values | more
    )


def ended(name: str, said_at: datetime, **more) -> CancellationRow:
    return CancellationRow(
        event_id=f"e-{name}",
        session_id=name,
        initiator="tutor",
        cancelled_at=said_at,
        known_at=KNOWN,
        order=2,
        **more,
    )


def told(name: str, said_at: datetime, decision: str = "accepted") -> ContactRow:
    return ContactRow(
        contact_id=f"c-{name}",
        session_id=name,
        contacted_at=said_at,
        channel="support",
        reason_code="illness",
        decision=decision,
        known_at=KNOWN,
        order=3,
    )


def judged(world, log: Log, policy) -> dict[str, dict]:
    world.deliver(log)
    world.judge(policy, Night(as_of=date(2026, 12, 31), timezone="UTC"))
    return {row["session_id"]: row for row in world.rows("select * from core.session_outcomes")}


@pytest.mark.parametrize(
    ("hours", "said", "start", "notice"),
    [
        pytest.param(
            OFFICE, "2026-03-27T16:00+01:00", "2026-03-30T12:00+02:00", 6, id="over a weekend"
        ),
        pytest.param(
            replace(OFFICE, holidays=(date(2026, 3, 30),)),
            "2026-03-27T16:00+01:00",
            "2026-03-30T12:00+02:00",
            2,
            id="over a holiday",
        ),
        pytest.param(
            OFFICE, "2026-03-27T18:00+01:00", "2026-03-30T08:00+02:00", 0, id="closed all the time"
        ),
        pytest.param(
            ALWAYS, "2026-03-29T00:00+01:00", "2026-03-30T00:00+02:00", 23, id="a day of 23 hours"
        ),
        pytest.param(
            ALWAYS, "2026-10-25T00:00+02:00", "2026-10-26T00:00+01:00", 25, id="a day of 25 hours"
        ),
        pytest.param(
            OFFICE, "2026-03-28T03:00+01:00", "2026-03-28T02:00+01:00", -1, id="after the start"
        ),
    ],
)
def test_notice_in_working_hours(world, hours, said, start, notice) -> None:
    policy = replace(ITUTOR, timezone="Europe/Berlin", hours=hours)
    log = Log(sessions=(session("s", at(start)),), cancellations=(ended("s", at(said)),))
    assert judged(world, log, policy)["s"]["notice_hours"] == notice


@pytest.mark.parametrize(("since", "hours"), [("cancelled", 2), ("told", 30)])
def test_notice_runs_from_the_word_that_the_policy_names(world, since, hours) -> None:
    start = at("2026-06-01T12:00+00:00")
    log = Log(
        sessions=(session("s", start),),
        cancellations=(ended("s", start - timedelta(hours=2)),),
        contacts=(told("s", start - timedelta(hours=30), "rejected"),),
    )
    found = judged(world, log, replace(ITUTOR, notice_from=since))["s"]
    assert (found["notice_hours"], found["is_late"]) == (hours, hours < 24)


def test_a_cap_forgives_the_oldest_and_again_once_the_span_has_passed(world) -> None:
    cap = Allowance(times=1, within=parse_length("60d"))
    policy = replace(ITUTOR, excuses=tuple(replace(one, cap=cap) for one in ITUTOR.excuses))
    first = at("2026-02-01T12:00+00:00")
    starts = {
        name: first + timedelta(days=days) for name, days in {"a": 0, "b": 59, "c": 60}.items()
    }
    log = Log(
        sessions=tuple(session(one, start, student_id=one) for one, start in starts.items()),
        cancellations=tuple(ended(one, start) for one, start in starts.items()),
        contacts=tuple(told(one, start) for one, start in starts.items()),
    )
    found = judged(world, log, policy)
    assert {one: row["excuse"] for one, row in found.items()} == {
        "a": "accepted",
        "b": "over_cap",
        "c": "accepted",
    }
    assert {one for one, row in found.items() if row["in_late"]} == {"b"}


STORMY = [
    pytest.param("2026-06-01", "Europe/Paris", False, id="first day"),
    pytest.param("2026-06-02", "Europe/Paris", False, id="last day"),
    pytest.param("2026-05-31", "Europe/Paris", True, id="the day before"),
    pytest.param("2026-06-03", "Europe/Paris", True, id="the day after"),
    pytest.param("2026-06-01", "America/Lima", True, id="elsewhere"),
    pytest.param("2026-06-01", None, True, id="nobody knows where"),
]


@pytest.fixture(scope="module")
def in_the_storm(shared_world) -> dict[str, dict]:
    """Judge a session of each day and zone, each of a tutor of its own."""
    storm = Amnesty(
        name="storm",
        first_day=date(2026, 6, 1),
        last_day=date(2026, 6, 2),
        of=("late_cancel",),
        timezones=("Europe/*",),
        reasons=(),
        words="a storm",
        decided_by="Ada",
    )
    starts = {
        f"{day} {zone}": (at(f"{day}T12:00+00:00"), zone)
        for day, zone, _ in (one.values for one in STORMY)
    }
    log = Log(
        sessions=tuple(
            session(name, start, tutor_id=name, student_id=name)
            for name, (start, _) in starts.items()
        ),
        cancellations=tuple(
            ended(name, start - timedelta(hours=1)) for name, (start, _) in starts.items()
        ),
        tutors=tuple(
            TutorRow(tutor_id=name, timezone=zone, known_at=KNOWN, order=1)
            for name, (_, zone) in starts.items()
        ),
    )
    shared_world.empty()
    return judged(shared_world, log, replace(ITUTOR, amnesties=(storm,), fingerprint="storm"))


@pytest.mark.parametrize(("day", "zone", "late"), STORMY)
def test_an_amnesty_covers_its_days_and_places(in_the_storm, day, zone, late) -> None:
    found = in_the_storm[f"{day} {zone}"]
    assert (found["in_late"], found["excuse"]) == (late, "none" if late else "amnesty")


TEXTS = [
    pytest.param("2026-05-31T23:59+00:00", None, "old", False, id="the day before"),
    pytest.param("2026-06-01T00:00+00:00", None, "new", True, id="the first day"),
    pytest.param("2026-06-01T00:00+00:00", "Europe/Rome", "eu", False, id="in a market"),
    pytest.param("2026-05-31T23:59+00:00", "Europe/Rome", "old", False, id="before it began"),
    pytest.param("2025-01-01T00:00+00:00", None, "old", False, id="before the first text"),
]


@pytest.fixture(scope="module")
def under_three_texts(shared_world) -> dict[str, dict]:
    """Judge a session of each day and market, each of a tutor of its own."""
    begins = date(2026, 6, 1)
    short = parse_length("1h")
    new = replace(ITUTOR, version="new", effective_from=begins, fingerprint="three texts")
    europe = replace(
        new, version="eu", line=short, variant=1, market="eu", market_timezones=("Europe/*",)
    )
    old = replace(
        ITUTOR,
        version="old",
        line=short,
        variant=2,
        effective_from=date(2025, 6, 1),
        until_day=begins,
    )
    asked = {f"{said} {zone}": (at(said), zone) for said, zone, *_ in (one.values for one in TEXTS)}
    log = Log(
        sessions=tuple(
            session(name, said + timedelta(hours=2), tutor_id=name, student_id=name)
            for name, (said, _) in asked.items()
        ),
        cancellations=tuple(ended(name, said) for name, (said, _) in asked.items()),
        tutors=tuple(
            TutorRow(tutor_id=name, timezone=zone, known_at=KNOWN, order=1)
            for name, (_, zone) in asked.items()
        ),
    )
    shared_world.empty()
    return judged(shared_world, log, Book(variants=(new, europe, old)))


@pytest.mark.parametrize(("said", "zone", "version", "late"), TEXTS)
def test_the_text_in_force_on_the_day_judges(under_three_texts, said, zone, version, late) -> None:
    found = under_three_texts[f"{said} {zone}"]
    assert (found["policy_version"], found["is_late"]) == (version, late)


def test_a_make_up_cures_only_once_it_was_held(world) -> None:
    assert ITUTOR.cure is not None
    policy = replace(ITUTOR, cure=replace(ITUTOR.cure, needs="held"))
    start = at("2026-06-01T12:00+00:00")
    said = start - timedelta(hours=3)
    again = session("again", start + timedelta(days=2), booked_at=said + timedelta(hours=1))
    log = Log(
        sessions=(session("s", start), replace(again, status="scheduled")),
        cancellations=(ended("s", said),),
    )
    assert judged(world, log, policy)["s"]["outcome"] == "late_cancel"
    world.deliver(Log(sessions=(replace(again, status="completed", order=9),)), delivery_id=2)
    world.judge(policy, Night(as_of=date(2026, 12, 31), timezone="UTC"))
    (found,) = world.rows("select outcome from core.session_outcomes where session_id = 's'")
    assert found["outcome"] == "rescheduled"
