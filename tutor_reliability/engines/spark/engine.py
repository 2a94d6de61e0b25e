"""Spark as an engine: a table goes over as Parquet when a model first reads it, and comes back so.

Every night is judged from the ground: what changed is cheap to find in the warehouse alone, and
who needs Spark reads everything at once. So no model is shown the outcomes of the last night.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tutor_reliability.engines.spark.exchange import Exchange, columns
from tutor_reliability.engines.spark.plans import CUT
from tutor_reliability.engines.spark.translate import Translated, translate, view_of
from tutor_reliability.tables import TABLES
from tutor_reliability.warehouse import Opened

_OLD = "core.session_outcomes"
_ITS_OWN = ("stage", CUT)
"""The schemas of what Spark made itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """What Spark sees of a table: these columns, or all where there are none; its rows, or none."""

    columns: frozenset[str]
    empty: bool

    def holds(self, other: "_Shown") -> bool:
        """Say whether the other can be had from this."""
        all_there = not self.columns or bool(other.columns and other.columns <= self.columns)
        return self.empty == other.empty and all_there


@dataclass(slots=True, kw_only=True)
class OnSpark:
    """A Spark session and the folder through which tables go to it and come back.

    Attributes:
        opened: The warehouse.
        exchange: The folder.
        session: Spark's.
    """

    opened: Opened
    exchange: Exchange
    session: Any = field(repr=False)
    judges_all: bool = True
    _shown: dict[str, _Shown] = field(default_factory=dict, repr=False)
    _stored: dict[str, str] = field(default_factory=dict, repr=False)
    _count: int = 0

    def stage(self, name: str, sql: str, values: Mapping[str, object]) -> int:
        """Make a stage table of what a model selects; gives its rows."""
        whole = values.get("rebuild") is True
        self._run(translate(sql, values, makes=name, whole=whole), judging=True)
        return self.exchange.take(name, self._stored[name])

    def restate(self, table: str, column: str, value: str, sessions: Sequence[str]) -> None:
        """Set a column of a stage table to a value, for these sessions."""
        if not sessions:
            return
        stored = self._new("restated")
        self.opened.con.execute(
            "create or replace temp table restated as "
            "select unnest($sessions::varchar[]) as session_id",
            {"sessions": list(sessions)},
        )
        self.exchange.give("restated", stored)
        self._see("restated", stored, "session_id string")
        kept = [one for one in self.session.table(view_of(table)).columns if one != column]
        self._store(
            table,
            f"select {', '.join(f'old.`{one}`' for one in kept)}, "
            f"if(restated.session_id is null, old.`{column}`, '{value}') as `{column}` "
            f"from {view_of(table)} as old left join restated using (session_id)",
        )
        self.exchange.take(table, self._stored[table])

    def insert(self, table: str, sql: str, values: Mapping[str, object]) -> int:
        """Add what a model selects to a table of the warehouse; gives the rows added."""
        self._run(translate(sql, values, makes=table), judging=False)
        made = f"stage.made_{table.split('.')[1]}"
        rows = self.exchange.take(made, self._stored[table])
        self.opened.con.execute(f"insert into {table} by name select * from {made}")
        self.drop([made])
        return rows

    def drop(self, tables: Sequence[str]) -> None:
        """Let go of stage tables."""
        for table in tables:
            self.exchange.forget(table)

    def _run(self, statements: Sequence[Translated], *, judging: bool) -> None:
        """Let Spark make what statements select, one after the other."""
        for one in statements:
            for table in one.reads:
                if table.partition(".")[0] not in _ITS_OWN:
                    self._show(table, one.names, empty=judging and table == _OLD)
            self._store(one.makes, one.sql)

    def _show(self, table: str, names: frozenset[str], *, empty: bool) -> None:
        """Let Spark see a table of the warehouse, or the columns that are named."""
        only = tuple(one.name for one in TABLES[table].columns if one.name in names)
        shown = _Shown(columns=frozenset(only), empty=empty)
        if table in self._shown and self._shown[table].holds(shown):
            return
        stored = self._new(table)
        self.exchange.give(table, stored, only=only, empty=empty)
        self._see(table, stored, columns(table, only))
        self._shown[table] = shown

    def _store(self, table: str, sql: str) -> None:
        """Store what Spark selects as Parquet, for it to go on from: a plan ends here."""
        stored = self._new(table)
        made = self.session.sql(sql)
        made.write.parquet(self.exchange.path(stored))
        self._see(table, stored, made.schema)
        self._stored[table] = stored

    def _new(self, table: str) -> str:
        self._count += 1
        return f"{self._count:02d}.{table}"

    def _see(self, table: str, stored: str, schema: object) -> None:
        frame = self.session.read.schema(schema).parquet(self.exchange.path(stored))
        frame.createOrReplaceTempView(view_of(table))
