"""Whatever arrives: landing crashes at nothing, loses no record and guesses no value."""

from dataclasses import replace
from random import Random

import pytest

from tests.fuzz.campaign import (
    Input,
    campaign,
    export_of,
    file_name,
    findings_of_records,
    stands,
    try_one,
)
from tests.fuzz.independent import begun_in, count_of, instants_of, names
from tests.fuzz.mangle import mangled
from tests.fuzz.reading import reading
from tests.fuzz.seeds import exports, seeds


def nothing(findings):
    """Tell what a campaign found, in a form that a failing test shows."""
    return {kind: [(one.name, what) for one, what in found] for kind, found in findings.items()}


@pytest.fixture
def export():
    """A sound export of webhooks, one a line."""
    random = Random(7)  # noqa: S311  # repeatable, not secret
    while (one := exports(random)).source != "tutorcruncher":
        pass
    return Input(file_name(one, 0), one, one.data)


def test_broken_files_of_every_source_land_or_are_refused():
    found = campaign(40, seed=2026)

    assert nothing(found.all) == {"crashes": [], "unaccounted": [], "guesses": []}
    assert found.rows["received"] > found.rows["rejected"] > 0


def test_broken_exports_are_read_record_by_record():
    found = reading(150, seed=2026)

    assert nothing(found.all) == {"crashes": [], "unaccounted": [], "guesses": []}
    assert len(found.tried) == 6


@pytest.mark.slow
def test_many_broken_files_of_every_source_land_or_are_refused():
    found = campaign(200, seed=1)

    assert nothing(found.all) == {"crashes": [], "unaccounted": [], "guesses": []}
    assert len(found.tried) == 10


@pytest.mark.slow
def test_many_broken_exports_are_read_record_by_record():
    assert nothing(reading(1_500, seed=1).all) == {
        "crashes": [],
        "unaccounted": [],
        "guesses": [],
    }


def test_one_seed_gives_the_same_inputs():
    def first(seed):
        random = Random(seed)  # noqa: S311  # repeatable, not secret
        one = seeds(random)
        return mangled(one.data, one.suffix, seeds(random).data, random)

    assert first(3) == first(3)


def test_a_swallowed_record_is_noticed(export):
    records = list(export_of(export))

    assert list(findings_of_records(export, records)) == []
    assert list(findings_of_records(export, records[1:])) != []


def test_a_record_without_a_reason_is_noticed(export):
    first, *rest = export_of(export)

    assert list(findings_of_records(export, [first._replace(gives=()), *rest])) != []


def test_a_value_that_stands_nowhere_is_noticed():
    assert stands("T1", "S1,T1", "s1,t1", set())
    assert not stands("T2", "S1,T1", "s1,t1", set())


@pytest.mark.parametrize(
    ("landed", "sound"),
    [
        ("2026-03-10T10:00:00Z", True),
        ("2026-03-10T09:00:00Z", False),
        ("2026-10-03T10:00:00Z", False),
    ],
)
def test_a_time_in_another_zone_or_order_is_noticed(landed, sound):
    (instant,) = instants_of(landed, None)

    assert names(instants_of("S1,2026-03-10T11:00:00+01:00", None), instant) is sound


def test_a_local_time_without_a_zone_names_no_instant():
    assert instants_of("2026-03-10T10:00:00", None) == set()


def test_an_export_that_lands_whole_shows_nothing(export):
    found = try_one(export.data, export.seed)

    assert nothing(found.all) == {"crashes": [], "unaccounted": [], "guesses": []}
    assert found.rows["received"] == len(list(export_of(export))) + 3


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (b"BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n", 2),
        (b"BEGIN:VEVENT\r\n and more\r\n", 0),
        (b"BEGIN:VEVENT\r\n\tand more\r\n", 0),
        (b"BEGIN:VEV\n ENT\n", 1),
    ],
    ids=["two", "folded", "folded with a tab", "folded within"],
)
def test_an_event_begins_where_its_unfolded_line_says_so(data, count):
    assert begun_in(data) == count


@pytest.mark.parametrize(
    ("source", "data", "count"),
    [
        ("canonical CSV", b"a,b\n1,2\n\n3,4\n", 2),
        ("JSON lines", b'{"a":1}\n \n{"a":2}\n', 2),
        ("tutorcruncher", b'{"events":[]}\n{"events":[{},{}]}\n{}\n', 3),
        ("tutorcruncher", b'{"events":[{},{}]\n', None),
        ("teachworks", b"[{},{}]\n", 2),
    ],
)
def test_records_are_counted_without_the_project(export, source, data, count):
    suffix = ".csv" if source == "canonical CSV" else ".jsonl"

    assert count_of(data, replace(export.seed, suffix=suffix).suffix, source) == count
