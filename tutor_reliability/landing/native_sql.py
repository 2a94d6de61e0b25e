"""The SQL of one delivered column of Parquet that already has our type: there is nothing to parse.

What differs from `column_sql` is only how a value is read; what it must be is the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tutor_reliability.landing.column_sql import ColumnSql
from tutor_reliability.sources.source import Source
from tutor_reliability.tables import TIMESTAMP, Column

_WHOLE = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT"})
_SAME = frozenset({TIMESTAMP, "BOOLEAN"})


def is_native(column: Column, its_type: str, log: str, source: Source) -> bool:
    """Tell whether a column need not become text first.

    It must where the source says how to read it: formats, spellings, what means null, its zone.
    """
    if any(source.null_strings) or column.name in source.values.get(log, {}):
        return False
    if column.type == "INTEGER":
        return its_type in _WHOLE
    if column.type == TIMESTAMP and source.overrides_offset:
        return False
    formats = source.date_formats.get(log, {})
    return its_type in _SAME and its_type == column.type and column.name not in formats


@dataclass(frozen=True, slots=True, kw_only=True)
class NativeSql(ColumnSql):
    """One column that `is_native`."""

    @property
    def values(self) -> dict[str, object]:
        """What its SQL binds: nothing."""
        return {}

    @property
    def text(self) -> str:
        """Itself; it becomes text only to be quoted in a fault."""
        return self.name

    @property
    def read(self) -> str:
        """What reads its value: a whole number may have nine digits, as in text."""
        return f"read_native_whole({self.name})" if self.column.type == "INTEGER" else self.name

    @property
    def at_midnight(self) -> str:
        """What tells that a time is midnight in UTC, in which DuckDB would write it."""
        return f"epoch_us({self.name}) % 86400000000 = 0"

    @property
    def is_a_day(self) -> str:
        """What tells that a time has no time of day: an instant always has one."""
        return "false"

    def unreadable(self) -> Iterator[str]:
        """Give the fault of a whole number that is too large."""
        if self.column.type == "INTEGER":
            fault = f"fault('bad_number', '{self.name}', {self.name}, 'a whole number')"
            yield f"when {self.name} is not null and {self.name}_read is null then {fault}"
