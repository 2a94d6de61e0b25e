"""Each promise is broken by its broken worlds, kept in its sound ones, and says what to do."""

import re

import pytest

from quality import gate, limits, measures, promises
from tutor_reliability.tables import TABLES

NAMES = {
    "raw.deliveries": {"every_row_is_accounted_for", "rejected_share_is_small"},
    "raw.cancellations": {"orphans_are_few"},
    "raw.sessions": {"volume_is_plausible", "data_is_fresh"},
    "core.session_outcomes": {"every_session_has_its_outcome"},
    "review.flags": {"flags_rest_on_sessions"},
    "mart.assignment_eligibility": {"only_people_pause"},
}


def test_a_world_breaks_as_many_rows_as_it_says(room, world):
    room.run(world.sql)

    result = room.check_one(world.table, world.promise)

    assert result.unexpected == world.broken
    assert result.passed == (world.broken == 0)


def test_every_promise_has_a_broken_and_a_sound_world(worlds):
    promised = {(one.table, one.name) for one in promises.load()}

    assert {(one.table, one.promise) for one in worlds if one.broken} == promised
    assert {(one.table, one.promise) for one in worlds if not one.broken} == promised


def test_every_promise_is_about_a_table_of_the_contract():
    assert {one.table for one in promises.load()} <= TABLES.keys()
    assert {table for one in promises.load() for table in one.reads} <= TABLES.keys()


def test_a_promise_reads_the_table_it_is_about():
    """Where it reads a measure, what that measures counts."""
    elsewhere = [
        one.label for one in promises.load() if one.table not in measures.beneath(one.reads)
    ]

    assert elsewhere == []


def test_what_must_stop_a_night_blocks():
    blocking = {(one.table, one.name) for one in promises.load() if one.blocking}

    assert {(table, name) for table, names in NAMES.items() for name in names} <= blocking


def test_words_are_sentences():
    for one in promises.load():
        assert one.why.endswith("."), one.label
        assert one.remedy.endswith("."), one.label


def test_promises_do_not_share_a_name_with_a_contract():
    for table in gate.CHECKED_TABLES:
        names = [check.name for check in gate.checks_of(table)]
        assert len(names) == len(set(names))


def test_every_parameter_is_declared_and_every_declared_one_is_used():
    declared = limits.defaults().keys() | limits.asked_of_the_night().keys()

    models = (*promises.load(), *measures.load().values())
    assert {name for one in models for name in one.parameters} == declared


def test_every_limit_has_its_reason():
    assert all(len(reason) > 20 for reason in limits.reasons().values())
    assert limits.reasons().keys() == limits.defaults().keys()


def test_no_number_that_people_argue_about_stands_in_a_promise():
    units = {"0", "1", "6", "7", "3600", "86400", "9"}
    found = {
        one.label: odd
        for one in promises.load()
        if (odd := set(re.findall(r"(?<![\w.$'\[-])\d+(?![\w\]])", one.sql)) - units)
    }

    assert found == {}


def test_a_night_may_bring_its_own_limit(room):
    room.run(
        "insert into raw.deliveries (delivery_id, log, file, received, rejected) "
        "values (1, 'sessions', 'a.csv', 100, 10)"
    )
    assert not room.check_one("raw.deliveries", "rejected_share_is_small").passed

    room.night["max_rejected_share"] = 0.1
    assert room.check_one("raw.deliveries", "rejected_share_is_small").passed


def test_a_night_that_lacks_a_parameter_is_told_which(room):
    del room.night["known_until"]

    with pytest.raises(KeyError, match=r"lack 'known_until'.*last instant of that day"):
        room.check("raw.sessions")


def test_days_are_those_of_the_policys_zone(room):
    """A flood half an hour before midnight UTC is of tonight here, and of tomorrow in Berlin."""
    room.run(
        "insert into raw.sessions (session_id, scheduled_start, known_at) "
        "select 's' || day || '-' || n, $known_until - to_days(day::integer) - to_minutes(30), "
        "$known_until from range(57) as days(day) "
        "cross join range(200) as sessions(n) where n < case day when 0 then 200 else 20 end"
    )
    assert not room.check_one("raw.sessions", "volume_is_plausible").passed

    room.night["timezone"] = "Europe/Berlin"
    assert room.check_one("raw.sessions", "volume_is_plausible").passed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("select 1", "expected why"),
        ("-- Why.\nselect 1", "expected why"),
        ("-- Remedy: what.\nselect 1", "expected why"),
        ("-- Why.\n-- Remedy: what.\nselect 1 -- and more", "one bare select"),
        ("-- Why.\n-- Remedy: what.\nselect 1; select 2", "one bare select"),
    ],
)
def test_a_promise_without_its_words_is_refused(text, message):
    with pytest.raises(ValueError, match=message):
        promises.split("x.sql", text)
