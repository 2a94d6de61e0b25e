"""What an engine must do, and the engine that is always there: the warehouse itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tutor_reliability.warehouse import Opened


class Engine(Protocol):
    """Makes the tables of the heavy stage; DuckDB can read each by its name afterwards."""

    @property
    def judges_all(self) -> bool:
        """Say whether every night is judged from the ground, not only what changed."""
        ...

    def stage(self, name: str, sql: str, values: Mapping[str, object]) -> int:
        """Make a stage table of what a model selects; gives its rows."""
        ...

    def restate(self, table: str, column: str, value: str, sessions: Sequence[str]) -> None:
        """Set a column of a stage table to a value, for these sessions."""
        ...

    def insert(self, table: str, sql: str, values: Mapping[str, object]) -> int:
        """Add what a model selects to a table of the warehouse; gives the rows added."""
        ...

    def drop(self, tables: Sequence[str]) -> None:
        """Let go of stage tables."""
        ...


@dataclass(frozen=True, slots=True)
class InWarehouse:
    """DuckDB, in this process."""

    opened: Opened
    judges_all: bool = False

    def stage(self, name: str, sql: str, values: Mapping[str, object]) -> int:
        """Make a stage table of what a model selects; gives its rows."""
        return self.opened.stage(name, sql, values)

    def restate(self, table: str, column: str, value: str, sessions: Sequence[str]) -> None:
        """Set a column of a stage table to a value, for these sessions."""
        self.opened.con.execute(
            f"update {table} set {column} = $value "
            "where session_id in (select unnest($sessions::varchar[]))",
            {"value": value, "sessions": list(sessions)},
        )

    def insert(self, table: str, sql: str, values: Mapping[str, object]) -> int:
        """Add what a model selects to a table of the warehouse; gives the rows added."""
        return self.opened.insert(table, sql, values)

    def drop(self, tables: Sequence[str]) -> None:
        """Let go of stage tables."""
        for table in tables:
            self.opened.con.execute(f"drop table {table}")
