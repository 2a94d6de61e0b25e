"""A warehouse in memory, filled from a small log, and brought to a night by the real SQL."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

import pytest

from assets import sql
from tutor_reliability.night import Night
from tutor_reliability.outcomes import Log
from tutor_reliability.outcomes_build import refresh_outcomes, refresh_tutor_days, write_policy
from tutor_reliability.policy import Policy
from tutor_reliability.policy.model import Book
from tutor_reliability.tables import TABLES
from tutor_reliability.warehouse import Opened, Warehouse

RAW = {
    "raw.sessions": "sessions",
    "raw.cancellations": "cancellations",
    "raw.contacts": "contacts",
    "raw.tutors": "tutors",
}
FILLED_IN = {table: {"row_hash": 0} for table in RAW} | {
    "raw.contacts": {"row_hash": 0, "tutor_id": "T"}
}


class World:
    """One warehouse in memory and the ways to feed it."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self._policy = ""

    def empty(self) -> None:
        """Start again: a fresh warehouse costs more than an emptied one."""
        for name in TABLES:
            if name.startswith("policy."):
                continue
            self.opened.con.execute(f"delete from {name}")

    def deliver(self, log: Log, *, delivery_id: int = 1) -> None:
        """Land rows as they are: what landing itself does has its own tests."""
        self._insert("raw.deliveries", [{"delivery_id": delivery_id}])
        for table, name in RAW.items():
            given = {"delivery_id": delivery_id}
            rows = [{**asdict(row), **given, "line": row.order} for row in getattr(log, name)]
            if rows:
                self._insert(table, rows)

    def _insert(self, table: str, rows: list[dict[str, object]]) -> None:
        """Add rows at once; columns that they do not name are null, or empty where required."""
        known = {one.name: one.type for one in TABLES[table].columns}
        filled = [{**FILLED_IN.get(table, {}), **row} for row in rows]
        named = [name for name in known if name in filled[0]]
        shape = json.dumps([{name: known[name] for name in named}])
        self.opened.con.execute(
            f"insert into {table} by name "
            f"select unnest(from_json($rows, '{shape}'), recursive := true)",
            {"rows": json.dumps(filled, default=str)},
        )

    def excuse(self, sessions: Iterable[str], *, night: Night) -> None:
        self.opened.fill(
            "review.decisions",
            [
                {
                    "decision_id": number,
                    "action": "excuse",
                    "case_id": None,
                    "tutor_id": "T",
                    "session_id": session_id,
                    "decided_by": "Ada",
                    "reason": "ill",
                    "effective_on": night.as_of,
                    "until": None,
                    "event": None,
                }
                for number, session_id in enumerate(sorted(sessions), start=1)
            ],
        )

    def judge(self, policy: Policy | Book, night: Night, *, rules: str = "same") -> None:
        if self._policy != policy.fingerprint:
            write_policy(self.opened, policy)
            self._policy = policy.fingerprint
        refresh_outcomes(self.opened, sql.model, policy=policy, night=night, rules=rules)
        refresh_tutor_days(self.opened, sql.model, night=night)

    def rows(self, query: str) -> list[dict[str, object]]:
        cursor = self.opened.con.execute(query)
        names = [one[0] for one in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.fixture(scope="session")
def _opened() -> Iterator[Opened]:
    with Warehouse(None).open() as opened:
        yield opened


@pytest.fixture
def world(_opened) -> World:
    """Give one empty world; its tables are made once."""
    emptied = World(_opened)
    emptied.empty()
    return emptied


@pytest.fixture(scope="module")
def shared_world() -> Iterator[World]:
    """Give one world that the tests of a file only read."""
    with Warehouse(None).open() as opened:
        yield World(opened)
