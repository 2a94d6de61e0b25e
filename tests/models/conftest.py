"""A warehouse in memory, filled from a small log, and brought to a night by the real SQL."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict

import pytest

from assets import sql
from tutor_reliability.night import Night
from tutor_reliability.outcomes import Log
from tutor_reliability.outcomes_build import refresh_outcomes, refresh_tutor_days, write_policy
from tutor_reliability.policy import Policy
from tutor_reliability.tables import TABLES
from tutor_reliability.warehouse import Opened, Warehouse

RAW = {
    "raw.sessions": "sessions",
    "raw.cancellations": "cancellations",
    "raw.contacts": "contacts",
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
        for table, name in RAW.items():
            for row in getattr(log, name):
                self._insert(table, {**asdict(row), "delivery_id": delivery_id, "line": row.order})

    def _insert(self, table: str, values: dict[str, object]) -> None:
        names = {column.name for column in TABLES[table].columns}
        values = {"row_hash": "", **values}
        if table == "raw.contacts":
            values.setdefault("tutor_id", "T")
        used = {name: value for name, value in values.items() if name in names}
        marks = ", ".join(f"${name}" for name in used)
        self.opened.con.execute(f"insert into {table} ({', '.join(used)}) values ({marks})", used)

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
                }
                for number, session_id in enumerate(sorted(sessions), start=1)
            ],
        )

    def judge(self, policy: Policy, night: Night, *, rules: str = "same") -> None:
        if self._policy != policy.fingerprint:
            write_policy(self.opened, policy)
            self._policy = policy.fingerprint
        refresh_outcomes(self.opened, sql.model, policy=policy, night=night, rules=rules)
        refresh_tutor_days(self.opened, sql.model, night=night)

    def rows(self, query: str) -> list[dict[str, object]]:
        cursor = self.opened.con.execute(query)
        names = [one[0] for one in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.fixture
def world() -> Iterator[World]:
    """Give one fresh world."""
    with Warehouse(None).open() as opened:
        yield World(opened)
