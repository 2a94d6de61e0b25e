"""What landed before is found alike, however it is looked for, and an id is looked up once."""

import pytest

from tutor_reliability.landing.landed import Landed

SESSIONS = "session_id,tutor_id,booked_at,scheduled_start,status,updated_at"
START = "2026-03-10T10:00:00Z"
OLD, NEW = "2026-03-01T10:00:00Z", "2026-03-02T10:00:00Z"


def session(name, updated, status="scheduled"):
    return f"{name},T1,{OLD},{START},{status},{updated}"


def first_night(world, places_from):
    world.csv("sessions_1.csv", SESSIONS, session("S1", OLD), session("S2", NEW))
    world.land(places_from=places_from)


@pytest.mark.parametrize("places_from", [0, 1, 2, 1_000])
@pytest.mark.parametrize("third", ["S3", "S4"])
def test_rows_of_earlier_nights_and_of_tonight_are_known(world, places_from, third):
    first_night(world, places_from)
    world.csv("sessions_2.csv", SESSIONS, session("S1", OLD), session("S2", OLD, "cancelled"))
    other_columns = SESSIONS.replace("updated_at", "updated_at,note")
    world.csv("sessions_3.csv", other_columns, f"{session('S3', NEW)},", f"{session('S1', NEW)},")
    world.csv("sessions_4.csv", SESSIONS, session("S3", NEW), session("S1", OLD))
    world.csv(
        "cancellations_2.csv",
        "event_id,session_id,cancelled_at,initiator",
        "C1,S1,2026-02-28T10:00:00Z,tutor",
        "C2,S3,2026-02-28T10:00:00Z,tutor",
        f"C3,{third},2026-03-05T10:00:00Z,tutor",
    )
    found = world.land(places_from=places_from)

    assert {
        name: (one.landed, one.duplicate, one.superseded, one.rejected)
        for name, one in found.items()
    } == {
        "sessions_2.csv": (0, 1, 1, 0),
        "sessions_3.csv": (2, 0, 0, 0),
        "sessions_4.csv": (0, 2, 0, 0),
        "cancellations_2.csv": (1, 0, 0, 2),
    }


@pytest.mark.parametrize("places_from", [0, 2])
def test_an_id_is_looked_up_once(world, places_from):
    first_night(world, places_from)
    landed = Landed(con=world.con, places_from=places_from)
    asked = "select unnest(['S1', 'S9']) as session_id"
    table = landed.of("sessions", asked, mostly_new=True)
    assert world.ask(f"select session_id from {table}") == [("S1",)]

    asked = "select unnest(['S2', 'S1', 'S9']) as session_id"
    assert landed.of("sessions", asked, mostly_new=True) == table
    assert world.ask("from landed_new") == [("S2",)]
    assert world.ask(f"select session_id from {table} order by all") == [("S1",), ("S2",)]


def test_a_log_that_grows_by_many_rows_is_looked_up_anew(world):
    first_night(world, 1)
    landed = Landed(con=world.con, places_from=1)
    asked = "select unnest(['S1', 'S3']) as session_id"
    table = landed.of("sessions", asked, mostly_new=True)
    looked_up_anew = []
    for name, delivery in (("S3", 3), ("S4", 4)):
        world.con.execute(
            "insert into raw.sessions select * replace ($name as session_id, $delivery as "
            "delivery_id) from raw.sessions where session_id = 'S1'",
            {"name": name, "delivery": delivery},
        )
        world.con.execute(
            "insert into raw.deliveries select * replace ($delivery as delivery_id) "
            "from raw.deliveries where delivery_id = 1",
            {"delivery": delivery},
        )
        landed.of("sessions", asked, mostly_new=True)
        looked_up_anew.append(len(world.ask("from landed_new")))
        found = world.ask(f"select session_id from {table} where session_id in ('S1', 'S3')")
        assert sorted(found) == [("S1",), ("S3",)]

    assert looked_up_anew == [0, 2]


def test_few_rows_are_not_looked_up(world):
    first_night(world, 3)
    ids = "select 'S1' as session_id"
    by_places = Landed(con=world.con, places_from=2)
    assert by_places.of("sessions", ids, mostly_new=True) == "landed_sessions"
    assert by_places.of("contacts", ids, mostly_new=True) == "raw.contacts"
    assert Landed(con=world.con, places_from=3).of("sessions", ids) == "raw.sessions"


def test_a_log_of_which_much_is_asked_is_read(world):
    first_night(world, 2)
    landed = Landed(con=world.con, places_from=2)
    ids = "select 'S1' as session_id"
    assert landed.of("sessions", ids) == "raw.sessions"
    assert landed.of("sessions", ids, mostly_new=True) == "landed_sessions"
    assert landed.of("sessions", ids) == "landed_sessions"
