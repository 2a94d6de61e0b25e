"""Worlds that are judged twice, in the warehouse and on Spark, and what differs."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from assets import sql
from benchmarks.spark.cluster import LIGHT
from tutor_reliability.engines.choice import Choice
from tutor_reliability.engines.engine import Engine
from tutor_reliability.engines.spark.engine import OnSpark
from tutor_reliability.engines.spark.exchange import handed_over
from tutor_reliability.engines.spark.session import running
from tutor_reliability.landing import land
from tutor_reliability.night import Night, last_day_covered
from tutor_reliability.nights import arrival_of
from tutor_reliability.outcomes_build import refresh_outcomes, refresh_tutor_days, write_policy
from tutor_reliability.policy import load_book
from tutor_reliability.policy.model import Book
from tutor_reliability.sources import CANONICAL
from tutor_reliability.warehouse import Opened, Warehouse

MADE = ("core.session_outcomes", "core.tutor_days")
SMALL = (
    ("spark.driver.extraJavaOptions", LIGHT),
    ("spark.sql.shuffle.partitions", "2"),
)
"""Small worlds: most of the time would go into compiling what runs once."""


def landed(opened: Opened, logs: Path, source: object = CANONICAL) -> date:
    """Land a folder; gives the last day that it covers."""
    arrival = arrival_of(opened, asked=None, timezone="UTC")
    land(opened.con, logs, source=source, arrival=arrival)
    return last_day_covered(opened, "UTC")


def judge(opened: Opened, book: Book, night: Night, engine: Engine | None = None) -> None:
    """Judge all of a world, from the ground."""
    write_policy(opened, book)
    opened.con.execute("delete from core.builds")
    refresh_outcomes(opened, sql.model, policy=book, night=night, rules="same", engine=engine)
    refresh_tutor_days(opened, sql.model, night=night, engine=engine)


def remember(opened: Opened) -> dict[str, int]:
    """Keep what was made, to compare with; gives its rows."""
    for table in MADE:
        kept = table.replace(".", "_")
        opened.con.execute(f"create or replace temp table {kept} as select * from {table}")
    return {table: opened.count(table) for table in MADE}


def differing(opened: Opened) -> dict[str, list[tuple]]:
    """Find rows that were made now and not before, or before and not now; some of each."""
    return {
        f"{table}, {words}": rows
        for table in MADE
        for words, one, other in (
            ("before only", table.replace(".", "_"), table),
            ("now only", table, table.replace(".", "_")),
        )
        if (
            rows := opened.con.execute(
                f"select * from {one} except all select * from {other} limit 3"
            ).fetchall()
        )
    }


@dataclass
class Spark:
    """A running Spark, and the folder to hand tables over in."""

    choice: Choice
    folder: Path
    session: object = field(repr=False)

    def of(self, opened: Opened) -> Iterator[Engine]:
        with handed_over(opened, str(self.folder)) as exchange:
            yield OnSpark(opened=opened, exchange=exchange, session=self.session)

    def judges_alike(self, opened: Opened, book: Book, night: Night) -> dict[str, int]:
        """Judge on both engines; gives the rows, once they are the same."""
        judge(opened, book, night)
        rows = remember(opened)
        for engine in self.of(opened):
            judge(opened, book, night, engine)
        assert differing(opened) == {}
        assert {table: opened.count(table) for table in MADE} == rows
        return rows


def started(folder: Path, *, master: str, conf: tuple[tuple[str, str], ...]) -> Iterator[Spark]:
    """Start a Spark with a folder of its own."""
    choice = Choice(name="spark", master=master, java=shutil.which("java") or "", conf=conf)
    with (
        Warehouse(None).open() as nothing,
        handed_over(nothing, str(folder / "scratch")) as exchange,
        running(choice, exchange) as session,
    ):
        yield Spark(choice, folder, session)


@pytest.fixture
def warehouse() -> Iterator[Opened]:
    """Give a fresh warehouse in memory."""
    with Warehouse(None).open() as opened:
        yield opened


@pytest.fixture(scope="session")
def book() -> Callable[[str], Book]:
    """Give a policy by name."""
    return load_book
