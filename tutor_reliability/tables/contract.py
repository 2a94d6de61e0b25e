"""What a contract says: what one row is, its key, and each column with type, unit, meaning."""

from dataclasses import dataclass, field

TIMESTAMP = "TIMESTAMP WITH TIME ZONE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its DuckDB type, what it means, and what may stand in it."""

    name: str
    type: str
    meaning: str
    required: bool = False
    values: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: what one row is, the columns that name a row, and all columns in order.

    Attributes:
        fetched: Ids of rows that are read one here, one there, where the table is long. DuckDB
            packs ids into dictionaries of ten thousands, each read whole for one row of it: such
            columns are packed as plain text.
    """

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...] = field(repr=False)
    fetched: tuple[str, ...] = ()

    @property
    def schema(self) -> str:
        """The part of the name before the dot."""
        return self.name.split(".", 1)[0]

    def column(self, name: str) -> Column:
        """Give the column of that name.

        Raises:
            KeyError: The table has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}")
