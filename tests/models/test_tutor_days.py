"""A tutor's day is the sum of its sessions: each is in one part, and none is lost or kept twice."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from assets import sql
from tutor_reliability.night import Night
from tutor_reliability.outcomes import CancellationRow, Log, SessionRow, TutorRow
from tutor_reliability.outcomes_build import refresh_outcomes
from tutor_reliability.policy import load

ITUTOR = load("itutor")
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = date(2026, 6, 1)
MONTH_END = Night(as_of=date(2026, 6, 30), timezone="UTC")
PARTS = (
    "completed",
    "cancelled_late",
    "cancelled_in_time",
    "cancelled_notice_unknown",
    "no_show",
    "interrupted",
    "rebooked",
    "student",
    "platform",
    "undecided",
)


def session(name: str, status: str = "cancelled", **more) -> SessionRow:
    values = {
        "tutor_id": "T",
        "student_id": name,
        "scheduled_start": NOON,
        "known_at": NOON - timedelta(days=9),
        "order": 1,
        **more,
    }
    return SessionRow(session_id=name, status=status, **values)


def cancellation(name: str, by: str, hours: float | None, **more) -> CancellationRow:
    return CancellationRow(
        event_id=f"e-{name}",
        session_id=name,
        initiator=by,
        cancelled_at=None if hours is None else NOON - timedelta(hours=hours),
        known_at=NOON - timedelta(days=9),
        order=2,
        **more,
    )


ONE_OF_EACH = Log(
    sessions=(
        session("completed", "completed"),
        session("cancelled_late"),
        session("cancelled_in_time"),
        session("cancelled_notice_unknown"),
        session("no_show", "no_show_tutor"),
        session("interrupted", "interrupted"),
        session("rebooked"),
        session("student"),
        session("platform"),
        session("undecided"),
        session(
            "again",
            "completed",
            student_id="rebooked",
            booked_at=NOON - timedelta(hours=9),
            scheduled_start=NOON + timedelta(days=2),
        ),
    ),
    cancellations=(
        cancellation("cancelled_late", "tutor", 10),
        cancellation("cancelled_in_time", "tutor", 24),
        cancellation("cancelled_notice_unknown", "tutor", None),
        cancellation("interrupted", "tutor", -0.5),
        cancellation("rebooked", "tutor", 10),
        cancellation("student", "student", 1),
        cancellation("platform", "platform", 1),
        cancellation("undecided", "unknown", 1),
    ),
)


def judged_once(world, log: Log, night: Night) -> dict[tuple[str, date], dict]:
    """Judge a log that holds the cases of a test, each under a tutor of its own."""
    world.empty()
    world.deliver(log)
    world.judge(ITUTOR, night)
    return days(world)


def days(world) -> dict[tuple[str, date], dict]:
    rows = world.rows("select * from core.tutor_days")
    return {(row["tutor_id"], row["day"]): row for row in rows}


@pytest.fixture(scope="module")
def by_part(shared_world) -> dict[tuple[str, date], dict]:
    """Give the days of tutors who had one session each, of one kind."""
    sessions = tuple(replace(one, tutor_id=one.student_id) for one in ONE_OF_EACH.sessions)
    return judged_once(shared_world, replace(ONE_OF_EACH, sessions=sessions), MONTH_END)


@pytest.mark.parametrize("part", PARTS)
def test_each_kind_of_session_is_counted_in_its_part_alone(by_part, part) -> None:
    found = by_part[part, DAY]
    assert {name for name in PARTS if found[name]} == {part}
    assert found[part] == found["booked"] == 1


def test_the_parts_add_up_to_what_was_booked(world) -> None:
    world.deliver(ONE_OF_EACH)
    world.judge(ITUTOR, MONTH_END)
    found = days(world)
    assert {day: row["booked"] for (_, day), row in found.items()} == {
        DAY: 10,
        DAY + timedelta(days=2): 1,
    }
    assert all(row["booked"] == sum(row[part] for part in PARTS) for row in found.values())


def test_exposure_and_late_are_those_of_the_sessions(world) -> None:
    world.deliver(ONE_OF_EACH)
    world.judge(ITUTOR, MONTH_END)
    found = days(world)["T", DAY]
    assert (found["exposure"], found["late"]) == (5, 3)
    (total,) = world.rows(
        "select count(*) filter (in_exposure) as exposure, count(*) filter (in_late) as late "
        f"from core.session_outcomes where session_day = date '{DAY}'"
    )
    assert total == {"exposure": 5, "late": 3}


def test_an_excused_session_is_late_no_more_but_is_counted_as_excused(world) -> None:
    world.deliver(ONE_OF_EACH)
    world.excuse(["cancelled_late"], night=MONTH_END)
    world.judge(ITUTOR, MONTH_END)
    found = days(world)["T", DAY]
    assert (found["late"], found["late_excused"], found["cancelled_late"]) == (2, 1, 1)


def test_what_has_not_settled_counts_for_nothing_yet(world) -> None:
    world.deliver(ONE_OF_EACH)
    world.judge(ITUTOR, Night(as_of=DAY, timezone="UTC"))
    found = days(world)["T", DAY]
    assert (found["late"], found["provisional"]) == (0, 6)


def test_a_day_that_is_still_ahead_has_no_row(world) -> None:
    world.deliver(ONE_OF_EACH)
    world.judge(ITUTOR, Night(as_of=DAY + timedelta(days=1), timezone="UTC"))
    assert set(days(world)) == {("T", DAY)}


def test_a_session_without_a_tutor_goes_to_the_unassigned_bucket(world) -> None:
    world.deliver(Log(sessions=(session("s", "completed", tutor_id=None),)))
    world.judge(ITUTOR, MONTH_END)
    assert set(days(world)) == {("", DAY)}


def test_a_session_that_moves_leaves_its_old_day_empty(world) -> None:
    world.deliver(Log(sessions=(session("s", "completed"),)), delivery_id=1)
    world.judge(ITUTOR, MONTH_END)
    moved = session("s", "completed", scheduled_start=NOON + timedelta(days=3), order=3)
    world.deliver(Log(sessions=(moved,)), delivery_id=2)
    world.judge(ITUTOR, MONTH_END)
    assert set(days(world)) == {("T", DAY + timedelta(days=3))}


def test_a_session_given_to_another_tutor_is_counted_for_that_one_alone(world) -> None:
    world.deliver(Log(sessions=(session("s", "completed"),)), delivery_id=1)
    world.judge(ITUTOR, MONTH_END)
    given = session("s", "completed", tutor_id="U", order=3)
    world.deliver(Log(sessions=(given,)), delivery_id=2)
    world.judge(ITUTOR, MONTH_END)
    assert set(days(world)) == {("U", DAY)}


BANDS = ("night", "morning", "afternoon", "evening")
YEAR = (datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC))
"""A day of winter and one of summer time."""


def lives(zone: str | None, tutor: str = "T", order: int = 3) -> TutorRow:
    known_at = NOON - timedelta(days=300)
    return TutorRow(tutor_id=tutor, timezone=zone, known_at=known_at, order=order)


def bands(row, part="exposure") -> list[int]:
    return [row[f"{part}_{band}"] for band in BANDS]


WALLS = [
    pytest.param("05:59:59", "UTC", 0, id="a second before six"),
    pytest.param("06:00:00", "UTC", 1, id="six o'clock"),
    pytest.param("11:59:59", "UTC", 1, id="a second before noon"),
    pytest.param("12:00:00", "UTC", 2, id="noon"),
    pytest.param("17:59:59", "UTC", 2, id="a second before eighteen"),
    pytest.param("18:00:00", "UTC", 3, id="eighteen o'clock"),
    pytest.param("00:00:00", "UTC", 0, id="midnight"),
    pytest.param("05:00:00", "Europe/Berlin", 1, id="six or seven in Berlin, all the year"),
    pytest.param("16:30:00", "America/New_York", 1, id="before or after noon in New York"),
    pytest.param("23:00:00", "Asia/Tokyo", 1, id="eight on the next morning in Tokyo"),
    pytest.param("12:00:00", None, 2, id="a zone nobody knows is the policy's"),
    pytest.param("12:00:00", "Mars/Olympus", 2, id="a zone there is not is the policy's"),
]


@pytest.fixture(scope="module")
def by_wall(shared_world) -> dict[tuple[str, date], dict]:
    """Give the days of tutors who taught at one hour, in winter and in summer."""
    sessions, tutors = [], []
    for utc, zone, _ in (one.values for one in WALLS):
        tutor = f"{utc} {zone}"
        tutors.append(lives(zone, tutor))
        sessions += [
            session(
                f"{tutor} {day:%m}",
                "completed",
                tutor_id=tutor,
                scheduled_start=datetime.combine(day, time.fromisoformat(utc), UTC),
            )
            for day in YEAR
        ]
    log = Log(sessions=tuple(sessions), tutors=tuple(tutors))
    return judged_once(shared_world, log, Night(as_of=date(2026, 7, 31), timezone="UTC"))


@pytest.mark.parametrize(("utc", "zone", "band"), WALLS)
def test_the_hour_is_that_of_the_tutors_wall(by_wall, utc, zone, band) -> None:
    own = sorted(key for key in by_wall if key[0] == f"{utc} {zone}")
    found = [bands(by_wall[key]).index(1) for key in own]
    summer = 1 if zone == "America/New_York" else 0
    assert found == [band, band + summer]


def test_late_sessions_stand_in_the_hours_they_were_to_start(world) -> None:
    world.deliver(ONE_OF_EACH)
    world.judge(ITUTOR, MONTH_END)
    found = days(world)["T", DAY]
    assert (bands(found), bands(found, "late")) == ([0, 0, 5, 0], [0, 0, 3, 0])


def test_who_moves_to_another_zone_is_counted_again(world) -> None:
    world.deliver(Log(sessions=(session("s", "completed"),), tutors=(lives("UTC"),)))
    world.judge(ITUTOR, MONTH_END)
    world.deliver(Log(tutors=(lives("Asia/Tokyo"),)), delivery_id=2)
    world.judge(ITUTOR, MONTH_END)
    found = days(world)["T", DAY]
    assert (bands(found), found["place"]) == ([0, 0, 0, 1], "Asia")


def test_a_roster_that_says_the_same_again_counts_nothing_again(world) -> None:
    world.deliver(Log(sessions=(session("s", "completed"),), tutors=(lives("UTC"),)))
    world.judge(ITUTOR, MONTH_END)
    world.deliver(Log(tutors=(lives("UTC"),)), delivery_id=2)
    refresh_outcomes(world.opened, sql.model, policy=ITUTOR, night=MONTH_END, rules="same")
    assert world.opened.count("core.stale_days") == 0


PLACES = [
    pytest.param("America/New_York", "America", id="the region of the zone"),
    pytest.param("UTC", "UTC", id="a zone without a region is its own"),
    pytest.param(None, "", id="nobody knows"),
]


@pytest.fixture(scope="module")
def by_place(shared_world) -> dict[tuple[str, date], dict]:
    """Give the days of tutors of whom each lives elsewhere."""
    zones = [one.values[0] for one in PLACES]
    log = Log(
        sessions=tuple(session(f"s{one}", "completed", tutor_id=f"of {one}") for one in zones),
        tutors=tuple(lives(one, f"of {one}") for one in zones),
    )
    return judged_once(shared_world, log, MONTH_END)


@pytest.mark.parametrize(("zone", "place"), PLACES)
def test_a_place_is_where_incidents_happen_together(by_place, zone, place) -> None:
    assert by_place[f"of {zone}", DAY]["place"] == place
