"""What is seen only beyond one session: a day when everyone cancels, an actor who ends many."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from assets import sql
from quality import limits
from tutor_reliability.bursts_build import refresh_bursts
from tutor_reliability.night import Night
from tutor_reliability.sources import Source

TUTORS = 40
FIRST = date(2026, 1, 5)
STORM = FIRST + timedelta(days=40)
CANCELLED = "event_id,session_id,cancelled_at,initiator,reason_code,recorded_by"
HOTEL = Path(__file__).parents[3] / "shared" / "data" / "hotel"
HOTEL_NIGHTS = [date(2017, 8, 26) - timedelta(days=365 * years) for years in (2, 1, 0)]
"""Their years meet and hold every cancellation, from October 2014 to August 2017."""


def storm(world, *, hit, usual=2, day=STORM):
    """Book each tutor once a day; two tutors a day cancel, and `hit` on one of them."""
    sessions, cancellations = [], []
    for number in range((day - FIRST).days + 1):
        today = FIRST + timedelta(days=number)
        cancel = hit if today == day else usual
        for tutor in range(TUTORS):
            name, lost = f"{today:%m%d}-{tutor}", tutor < cancel
            status = "cancelled" if lost else "completed"
            sessions.append(f"{name},T{tutor},U{tutor},,{today}T12:00:00Z,60,{status}")
            if lost:
                why = "technical" if today == day and tutor else "illness"
                cancellations.append(f"E{name},{name},{today}T10:{tutor:02}:00Z,tutor,{why},")
    world.sessions(*sessions)
    world.cancellations(*cancellations, header=CANCELLED)


@pytest.mark.parametrize(("hit", "found"), [(2, 0), (8, 0), (9, 1), (30, 1)])
def test_a_day_is_a_surge_when_far_more_tutors_cancel_than_usual(world, hit, found):
    """Two of 40 is usual; five deviations of chance above that are 8.9 of 40."""
    storm(world, hit=hit)
    world.rate(STORM + timedelta(days=7))

    assert world.one("select count(*) from core.surge_days") == found


def test_a_surge_day_is_told_with_its_numbers_and_excuses_nobody(world):
    storm(world, hit=20)
    world.rate(STORM + timedelta(days=7))

    assert world.ask(
        "select day, tutors_active, tutors_hit, hit_share, round(usual_share, 3), cancellations, "
        "late, excused, reason_code, reason_share from core.surge_days"
    ) == [(STORM, 40, 20, 0.5, 0.05, 20, 20, 0, "technical", 0.95)]
    assert world.one(f"select sum(late)::int from core.tutor_days where day = '{STORM}'") == 20


def test_nobody_knows_what_is_usual_in_the_first_four_weeks(world):
    storm(world, hit=30, day=FIRST + timedelta(days=27))
    world.rate(STORM)
    assert world.ask("from core.surge_days") == []


def test_four_people_are_no_surge_however_few_there_are_usually(world):
    storm(world, hit=4, usual=0)
    world.rate(STORM)
    assert world.ask("from core.surge_days") == []


def cancelled(world, *, number, seconds=60, tutors=1, by="tutor,illness,"):
    """Book so many sessions and cancel one after the other; `by` is who, why and who keyed it."""
    began = datetime(2026, 3, 5, 8, tzinfo=UTC)
    world.sessions(
        *(
            f"S{one:02},T{one % tutors},U{one},,2026-03-{10 + one % 15}T12:00:00Z,60,cancelled"
            for one in range(number)
        )
    )
    world.cancellations(
        *(
            f"E{one},S{one:02},{began + timedelta(seconds=seconds * one):%Y-%m-%dT%H:%M:%SZ},{by}"
            for one in range(number)
        ),
        header=CANCELLED,
    )
    world.rate()


@pytest.mark.parametrize(("number", "found"), [(9, 0), (10, 1), (11, 1)])
def test_ten_sessions_ended_in_one_sitting_are_one_event(world, number, found):
    cancelled(world, number=number)
    assert world.ask("select sessions from core.bulk_events") == [(number,)] * found


@pytest.mark.parametrize(("seconds", "found"), [(400, [10]), (401, [])])
def test_one_sitting_is_an_hour(world, seconds, found):
    cancelled(world, number=10, seconds=seconds)
    assert [one for (one,) in world.ask("select sessions from core.bulk_events")] == found


def test_a_sitting_that_goes_on_is_one_event(world):
    cancelled(world, number=30, seconds=300)
    assert world.ask("select sessions, ended_at - began_at from core.bulk_events") == [
        (30, timedelta(seconds=29 * 300))
    ]


@pytest.mark.parametrize(
    ("given", "actor"),
    [
        ({}, ("T0", "tutor", 1, 10)),
        ({"by": "tutor,illness,support"}, ("T0", "tutor", 1, 10)),
        ({"by": "tutor,illness,ana@desk", "tutors": 5}, ("ana@desk", "recorder", 5, 10)),
    ],
    ids=["the tutor", "a role names nobody", "who keyed it"],
)
def test_the_actor_is_who_keyed_it_else_who_ended_it(world, given, actor):
    cancelled(world, number=10, **given)
    assert world.ask("select actor, actor_kind, tutors, students from core.bulk_events") == [actor]


@pytest.mark.parametrize("given", [{"tutors": 2}, {"by": "platform,,"}, {"by": "student,,"}])
def test_ten_sessions_of_several_or_of_nobody_are_no_event(world, given):
    cancelled(world, number=10, **given)
    assert world.ask("from core.bulk_events") == []


@pytest.mark.slow
@pytest.mark.skipif(not HOTEL.is_dir(), reason="the hotel log does not lie beside the checkout")
@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"cancellations": {"initiator": {"student": "tutor"}}}, (81, 10_012)),
        ({}, (81 - 13, 10_012 - 1_397)),
    ],
    ids=["the booking agent ends all of its bookings", "guests who book directly end their own"],
)
def test_a_real_log_has_its_81_bursts_of_fifty(world, values, found):
    """10,012 of 43,017 cancellations are in 81 bursts of one agent and day.

    The reference takes the agent for the actor of all of them. The log as it is says of 13 of the
    bursts that the guests ended them, of whom none has two bookings: no actor ended fifty.
    """
    world.logs.mkdir()
    for name in ("sessions.csv.gz", "cancellations.csv.gz"):
        (world.logs / name).symlink_to(HOTEL / name)
    source = Source(name="hotel", precision="second", values=values)
    bursts = {}
    for night in HOTEL_NIGHTS:
        world.rate(night, source=source)
        refresh_bursts(
            world.opened,
            sql.model,
            night=Night(as_of=night, timezone="UTC"),
            limits=limits.bursts() | {"bulk_sessions": 50},
        )
        bursts |= dict(world.ask("select bulk_id, sessions from core.bulk_events"))
    assert (len(bursts), sum(bursts.values())) == found
