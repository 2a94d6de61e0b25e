"""Where files are landed: the connection made ready for it, and a folder that is gone afterwards.

The order of rows in a file is what their line numbers are counted from, so that it is kept here
whatever the warehouse prefers elsewhere.
"""

import re
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from tutor_reliability.landing.arrival import Arrival
from tutor_reliability.landing.landed import Landed
from tutor_reliability.landing.rules import (
    DAYS_AFTER_START,
    EARLIEST,
    LATEST,
    YEARS_AHEAD,
)
from tutor_reliability.landing.sql import statement
from tutor_reliability.sources.source import Source

_LEFTOVERS = {
    "view": ("arrived", "known", "landed_cancellations", "landed_sessions"),
    "table": (
        "arrivals",
        "bookings",
        "broken_rows",
        "cancellations_asked",
        "cancellations_kept",
        "contested",
        "judged",
        "landed_found",
        "landed_new",
        "near_asked",
        "near_places",
        "rejected",
        "row_texts",
        "sessions_asked",
        "sessions_kept",
        "alike",
        "verdicts",
    ),
}
_MEMORY = 1 << 30
"""Bytes of memory after which rows that are being landed go to disk."""
_SHARE = 8
_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")
_PARAMETER = re.compile(r"\$([a-z][a-z0-9_]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbench:
    """A connection that lands files by one source.

    Attributes:
        con: The warehouse.
        source: How the files are written.
        arrival: From when what arrives now can have been known.
        folder: For copies of files, and for links to them under harmless names.
        clock_changes: Days on or beside which the clock of the source's zone is changed.
        memory_limit: Bytes that the warehouse may take elsewhere.
        landed: What has landed before.
    """

    con: duckdb.DuckDBPyConnection
    source: Source
    arrival: Arrival
    folder: Path
    clock_changes: Sequence[date]
    memory_limit: int
    landed: Landed
    _numbers: count = field(default_factory=count, repr=False)

    def spare(self) -> Path:
        """Give a path that nothing has yet; paths given later sort later."""
        return self.folder / f"{next(self._numbers):09}"

    def link(self, path: Path) -> str:
        """Give a file another name, in which the engine finds no pattern and no protocol."""
        link = self.spare()
        link.symlink_to(path.resolve())
        return str(link)

    def bound_memory(self, size: int) -> None:
        """Have the engine use the disk rather than hold all rows of large files in memory.

        Args:
            size: Bytes of the files; what cannot be put on disk grows with them, slowly.
        """
        _limit_memory(self.con, min(_MEMORY + size // _SHARE, self.memory_limit))

    def run(
        self, sql: str, values: Mapping[str, object] | None = None
    ) -> duckdb.DuckDBPyConnection:
        """Execute one statement with those of the values that it names."""
        asked = _PARAMETER.findall(sql)
        given: dict[str, object] = {
            "arrived_after": self.arrival.after,
            "days_after_start": DAYS_AFTER_START,
            "earliest": EARLIEST,
            "latest": LATEST,
            "source": self.source.name,
            "years_ahead": YEARS_AHEAD,
            "zone": self.source.timezone,
            **(values or {}),
        }
        return self.con.execute(sql, {name: given[name] for name in asked})

    def make(self, table: str, name: str, values: Mapping[str, object] | None = None) -> None:
        """Make a temporary table of what a SQL file selects."""
        self.run(f"create or replace temp table {table} as {statement(name)}", values)


@contextmanager
def workbench(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    arrival: Arrival,
    landed: Landed,
) -> Generator[Workbench]:
    """Make a connection ready to land files, and leave it as it was."""
    ordered = con.execute("select current_setting('preserve_insertion_order')").fetchone()
    con.execute("set preserve_insertion_order = true")
    with TemporaryDirectory(prefix="landing-") as folder:
        bench = Workbench(
            con=con,
            source=source,
            arrival=arrival,
            folder=Path(folder),
            clock_changes=_clock_changes(con, source),
            memory_limit=_memory_limit(con),
            landed=landed,
        )
        try:
            con.execute(statement("macros"))
            yield bench
        finally:
            for kind, names in _LEFTOVERS.items():
                for name in names:
                    con.execute(f"drop {kind} if exists temp.{name}")
            _limit_memory(con, bench.memory_limit)
            if ordered == (False,):
                con.execute("set preserve_insertion_order = false")


def _memory_limit(con: duckdb.DuckDBPyConnection) -> int:
    """Give the bytes that DuckDB may take, which it tells cut down to a tenth of some unit.

    Half a tenth is added, so that setting what was told leaves what will be told.
    """
    ((told,),) = con.execute("select current_setting('memory_limit')").fetchall()
    number, unit = str(told).split()
    return int((float(number) + 0.05) * 1024 ** _UNITS.index(unit))


def _limit_memory(con: duckdb.DuckDBPyConnection, size: int) -> None:
    con.execute(f"set memory_limit = '{size} bytes'")


def _clock_changes(con: duckdb.DuckDBPyConnection, source: Source) -> list[date]:
    if not source.timezone:
        return []
    values = {"zone": source.timezone, "earliest": EARLIEST, "latest": LATEST}
    return [day for (day,) in con.execute(statement("clock_changes"), values).fetchall()]
