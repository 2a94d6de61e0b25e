"""Small worlds for the checks: a warehouse in memory, put back after each test."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from quality import gate, limits
from tutor_reliability.warehouse import Warehouse

WORLDS = Path(__file__).with_name("worlds")
HEADING = re.compile(r"-- (?:Broken, (?P<rows>\d+) rows?|Sound): (?P<words>.+)")
NIGHT = {
    "as_of": date(2026, 3, 31),
    "known_until": datetime(2026, 3, 31, 23, 59, 59, 999999, tzinfo=UTC),
    "timezone": "UTC",
    "policy_version": "2026-01-01",
    "line_seconds": 86_400,
    "from_earliest_start": True,
    "known_reasons": ["illness", "technical"],
    "prior_rate": 0.05,
    "evidence_days": 182,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A few rows, and how many of them break the promise; 0 in a sound world."""

    table: str
    promise: str
    words: str
    broken: int
    sql: str

    @property
    def id(self):
        return f"{self.table} {self.promise}: {self.words}"


def worlds_of(path):
    """Read the worlds of a promise: a heading each, then the rows that make it."""
    text = path.read_text(encoding="utf-8")
    headings = list(HEADING.finditer(text))
    ends = [*(one.start() for one in headings[1:]), len(text)]
    assert text.startswith(headings[0][0]), f"{path}: expected a heading first"
    return [
        World(
            table=path.parent.name,
            promise=path.stem,
            words=one["words"],
            broken=int(one["rows"] or 0),
            sql=text[one.end() : end],
        )
        for one, end in zip(headings, ends, strict=True)
    ]


def all_worlds():
    return [world for path in sorted(WORLDS.glob("*/*.sql")) for world in worlds_of(path)]


class Room:
    """An open warehouse with the ways to fill it and to ask the gate."""

    def __init__(self, opened):
        self.opened = opened
        self.con = opened.con
        self.night = dict(NIGHT)

    def run(self, sql):
        """Run statements, each with the night's values that it names."""
        values = limits.values(self.night)
        for one in self.con.extract_statements(sql):
            self.con.execute(one, {name: values[name] for name in one.named_parameters} or None)

    def check(self, table, *names):
        """Run some checks of a table; all without names."""
        only = {f"{table} {name}" for name in names} or None
        return gate.run_checks(self.con, [table], self.night, only=only)

    def check_one(self, table, name):
        [result] = self.check(table, name)
        return result


@pytest.fixture(scope="session")
def _opened():
    with Warehouse(None).open() as opened:
        yield opened


@pytest.fixture
def room(_opened):
    _opened.con.execute("begin transaction")
    yield Room(_opened)
    _opened.con.execute("rollback")


@pytest.fixture
def own_room():
    """Give a warehouse of its own, outside any transaction: there, an error ends one statement."""
    with Warehouse(None).open() as opened:
        yield Room(opened)


def pytest_generate_tests(metafunc):
    if "world" in metafunc.fixturenames:
        metafunc.parametrize("world", all_worlds(), ids=lambda world: world.id)


@pytest.fixture(scope="session")
def worlds():
    return all_worlds()
