"""Spark as an engine: a table goes over as Parquet when a model first reads it, and comes back so.

Every night is judged from the ground: what changed is cheap to find in the warehouse alone, and
who needs Spark reads everything at once. So no model is shown the outcomes of the last night.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tutor_reliability.engines.spark.exchange import Exchange, columns
from tutor_reliability.engines.spark.translate import translate, view_of
from tutor_reliability.warehouse import Opened

_OLD = "core.session_outcomes"


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
    _shown: dict[str, str] = field(default_factory=dict, repr=False)
    _stored: int = 0

    def stage(self, name: str, sql: str, values: Mapping[str, object]) -> int:
        """Make a stage table of what a model selects; gives its rows."""
        translated = translate(sql, values)
        self._show(translated.reads, judging=True)
        return self._run(name, translated.sql)

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
        self._run(
            table,
            f"select {', '.join(f'old.`{one}`' for one in kept)}, "
            f"if(restated.session_id is null, old.`{column}`, '{value}') as `{column}` "
            f"from {view_of(table)} as old left join restated using (session_id)",
        )

    def insert(self, table: str, sql: str, values: Mapping[str, object]) -> int:
        """Add what a model selects to a table of the warehouse; gives the rows added."""
        translated = translate(sql, values)
        self._show(translated.reads, judging=False)
        made = f"stage.made_{table.split('.')[1]}"
        rows = self._run(made, translated.sql)
        self.opened.con.execute(f"insert into {table} by name select * from {made}")
        self.drop([made])
        return rows

    def drop(self, tables: Sequence[str]) -> None:
        """Let go of stage tables."""
        for table in tables:
            self.exchange.forget(table)

    def _show(self, tables: Sequence[str], *, judging: bool) -> None:
        """Let Spark see what a model reads; what it made itself, it sees already."""
        for table in tables:
            if table.startswith("stage."):
                continue
            empty = judging and table == _OLD
            if self._shown.get(table) != f"{empty}":
                stored = self._new(table)
                self.exchange.give(table, stored, empty=empty)
                self._see(table, stored, columns(table))
                self._shown[table] = f"{empty}"

    def _run(self, table: str, sql: str) -> int:
        """Store what Spark selects, and let both sides read it; cuts Spark's plan in two."""
        stored = self._new(table)
        made = self.session.sql(sql)
        made.write.parquet(self.exchange.path(stored))
        self._see(table, stored, made.schema)
        return self.exchange.take(table, stored)

    def _new(self, table: str) -> str:
        self._stored += 1
        return f"{self._stored:02d}.{table}"

    def _see(self, table: str, stored: str, schema: object) -> None:
        frame = self.session.read.schema(schema).parquet(self.exchange.path(stored))
        frame.createOrReplaceTempView(view_of(table))
