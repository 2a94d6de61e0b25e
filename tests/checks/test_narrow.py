"""Checks of rows ask what was written alone once all held, and miss nothing of that."""

import pytest

from quality import contracts, gate, limits, narrow, proven
from tutor_reliability import unproven
from tutor_reliability.tables import TABLES

SESSIONS, DAYS = narrow.SESSIONS, narrow.DAYS
TYPES = {
    "VARCHAR": "''",
    "VARCHAR[]": "[]",
    "DATE": "$as_of",
    "BOOLEAN": "false",
    "INTEGER": "0",
    "BIGINT": "0",
    "DOUBLE": "0",
}


def put(room, table, **values):
    """Add a row that keeps its contract, where nothing else is asked for."""
    columns = {}
    for one in TABLES[table].columns:
        usual = f"'{one.values[0]}'" if one.values else TYPES.get(one.type, "$known_until")
        if one.name in values or one.required:
            columns[one.name] = values.get(one.name, usual)
    names, filled = ", ".join(columns), ", ".join(map(str, columns.values()))
    room.run(f"insert into {table} ({names}) values ({filled})")


def judged(room, session, **values):
    """Add an outcome and say so."""
    put(room, SESSIONS, session_id=f"'{session}'", variant=1, notice="'none'", **values)
    room.run(f"insert into core.unproven_sessions values ('{session}')")


def landed(room, session, delivery=1):
    line = f"(select count(*) + 2 from raw.sessions where delivery_id = {delivery})"
    put(room, "raw.sessions", session_id=f"'{session}'", delivery_id=delivery, line=line)
    room.run(
        f"insert into raw.deliveries (delivery_id) select {delivery} "
        f"where {delivery} not in (select delivery_id from raw.deliveries)"
    )


def counted(room, tutor, **values):
    put(room, DAYS, tutor_id=f"'{tutor}'", **values)
    room.run(f"insert into core.unproven_days values ('{tutor}', $as_of)")


def broken(room, table):
    names = [one.name for one in narrow.of_rows(table)]
    return {one.check_name: one.unexpected for one in room.check(table, *names) if one.unexpected}


@pytest.fixture
def sound(room):
    """Give a room in which one session and its day are proven."""
    put(room, "policy.terms", variant=1, line_seconds=86_400)
    landed(room, "s")
    judged(room, "s", tutor_id="'t'", session_day="$as_of")
    counted(room, "t", booked=1, completed=1)
    assert broken(room, SESSIONS) == {}
    assert broken(room, DAYS) == {}
    return room


def test_what_is_proven_and_not_written_is_not_read_again(sound):
    put(sound, SESSIONS, session_id="'x'", variant=1, notice="'none'", blame="'no such word'")
    put(sound, DAYS, tutor_id="'x'", booked=1, exposure=2)

    assert broken(sound, SESSIONS) == {}
    assert broken(sound, DAYS) == {}


def test_a_session_that_was_judged_again_is_read(sound):
    judged(sound, "x", blame="'no such word'", in_late=True, in_exposure=False)
    landed(sound, "x")

    assert broken(sound, SESSIONS) == {contracts.VALUES: 1, "late_lies_in_the_exposure": 1}


def test_a_session_written_beside_one_that_was_proven_is_a_second_one(sound):
    judged(sound, "s")

    assert broken(sound, SESSIONS) == {contracts.KEY: 1}


def test_a_session_that_landed_has_an_outcome_whoever_forgot_it(sound):
    landed(sound, "x", delivery=2)

    assert broken(sound, SESSIONS) == {"every_session_has_its_outcome": 1}


def test_an_outcome_that_was_taken_away_is_missed(sound):
    sound.run("delete from core.session_outcomes")
    sound.run("insert into core.unproven_sessions values ('s')")

    assert broken(sound, SESSIONS) == {"every_session_has_its_outcome": 1}


def test_a_day_that_was_counted_again_is_held_against_its_sessions(sound):
    counted(sound, "u", booked=1)
    sound.run("delete from core.tutor_days where tutor_id = 't'")
    sound.run("insert into core.unproven_days values ('t', $as_of)")

    assert broken(sound, DAYS) == {"days_add_up_from_sessions": 2, "parts_add_up_to_booked": 1}


def test_a_day_that_nobody_counted_again_does_not_add_up_in_all(sound):
    put(sound, SESSIONS, session_id="'x'", tutor_id="'t'", session_day="$as_of", variant=1)

    assert broken(sound, DAYS) == {}
    assert sound.check_one(DAYS, "every_day_adds_up").unexpected == 1


def test_what_was_red_stays_red_until_it_is_written_again(sound):
    judged(sound, "x", blame="'no such word'")
    landed(sound, "x")
    assert broken(sound, SESSIONS) == broken(sound, SESSIONS) == {contracts.VALUES: 1}

    sound.run("update core.session_outcomes set blame = 'none'")
    assert broken(sound, SESSIONS) == {}


@pytest.mark.parametrize(
    "how",
    [
        lambda room: unproven.remember_all(room.opened),
        lambda room: proven.forget(room.con),
        lambda room: room.run("update quality.proven set fingerprint = 'of other checks'"),
    ],
    ids=["all was made anew", "a person asks for it", "a check was changed"],
)
def test_everything_is_read_where_nothing_can_be_taken_for_proven(sound, how):
    put(sound, SESSIONS, session_id="'x'", variant=1, notice="'none'", blame="'no such word'")
    put(sound, DAYS, tutor_id="'x'", booked=1, exposure=2)
    how(sound)

    assert contracts.VALUES in broken(sound, SESSIONS)
    assert "late_lies_in_the_exposure" in broken(sound, DAYS)


@pytest.mark.parametrize("table", [SESSIONS, DAYS])
def test_of_tables_written_in_place_promises_are_proven_beside_the_contract(table):
    proved = {one.name for one in narrow.of_rows(table) if one.kind == "promise"}

    assert len(proved) >= 4
    assert proved < {one.name for one in gate.checks_of(table)}


def narrowed_and_whole(room, world):
    """Count what breaks the promise of a world among copies, and among all rows."""
    room.run(world.sql)
    for log in ("raw.sessions", "raw.cancellations"):
        room.run(f"update {log} set delivery_id = 1 where delivery_id is null")
    [check] = [one for one in gate.checks_of(world.table) if one.name == world.promise]
    values = limits.values(room.night)
    asking = narrow.Narrow(room.con, world.table, proven.NOTHING, values, from_rows=0)
    [narrowed] = asking.checks([check])
    assert narrowed.sql != check.sql
    bound = {name: values[name] for name in narrowed.parameters} or None
    return [len(room.con.execute(one.sql, bound).fetchall()) for one in (narrowed, check)]


@pytest.mark.parametrize("table", narrow.BY_NAME)
def test_what_looks_sessions_up_finds_the_same_among_those_alone(own_room, worlds, table):
    its = [one for one in worlds if one.table == table and one.promise in narrow.BY_NAME[table]]
    assert {one.promise for one in its} == set(narrow.BY_NAME[table])
    for world in its:
        own_room.con.execute("begin transaction")
        found, whole = narrowed_and_whole(own_room, world)
        own_room.con.execute("rollback")
        assert (world.id, found) == (world.id, whole)
