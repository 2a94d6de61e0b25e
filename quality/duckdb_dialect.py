"""A small SQLAlchemy dialect over a DuckDB connection that is already open.

It exists so that Great Expectations can push its queries down: into the same connection, the same
transaction and the same file lock. Two things are unusual. Results are read when the statement
runs, because Great Expectations gives the connection back before it fetches and DuckDB discards a
result that nobody reads. And `$name` in a statement is bound by DuckDB from the values that the
borrower brought, so nothing is ever spliced into SQL.
"""

import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import duckdb
import sqlalchemy as sa
from sqlalchemy.dialects import registry
from sqlalchemy.engine import default
from sqlalchemy.engine.interfaces import ReflectedColumn

URL = "duckdb://"
_TYPES: dict[str, type[sa.types.TypeEngine[Any]]] = {
    "BIGINT": sa.BigInteger,
    "INTEGER": sa.Integer,
    "DOUBLE": sa.Double,
    "BOOLEAN": sa.Boolean,
    "DATE": sa.Date,
    "TIMESTAMP": sa.DateTime,
    "TIMESTAMP WITH TIME ZONE": sa.DateTime,
}
_NAMED = re.compile(r"'[^']*'|\$(\w+)")
"""What a statement names as `$name`, and texts, in which it names nothing."""


class Cursor:
    """A DB-API cursor that has read its rows by the time `execute` returns."""

    arraysize = 1
    rowcount = -1

    def __init__(self, borrowed: "Borrowed") -> None:
        """Run on a borrowed connection."""
        self._borrowed = borrowed
        self._rows: Iterator[tuple[Any, ...]] = iter(())
        self.description: Sequence[Any] | None = None

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> "Cursor":
        """Run one statement and read what it gives."""
        con = self._borrowed.con
        values = list(parameters) or self._borrowed.values_of(sql)
        con.execute(sql, values or None)
        self.description = con.description
        self._rows = iter(con.fetchall() if self.description else ())
        return self

    def fetchone(self) -> tuple[Any, ...] | None:
        """Give the next row, or None after the last."""
        return next(self._rows, None)

    def fetchmany(self, size: int = arraysize) -> list[tuple[Any, ...]]:
        """Give up to `size` rows."""
        return list(islice(self._rows, size))

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Give the rows that are left."""
        return list(self._rows)

    def close(self) -> None:
        """Forget the rows."""
        self._rows = iter(())


class Borrowed:
    """Somebody else's open connection, as a DB-API connection: never committed nor closed here."""

    def __init__(self) -> None:
        """Have nothing yet, see `borrow`."""
        self._con: duckdb.DuckDBPyConnection | None = None
        self._values: dict[str, object] = {}

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        """The connection.

        Raises:
            duckdb.ConnectionException: It was given back.
        """
        if self._con is None:
            raise duckdb.ConnectionException("the borrowed connection was given back")
        return self._con

    def values_of(self, sql: str) -> dict[str, object]:
        """Pick the values that a statement names."""
        names = {name for name in _NAMED.findall(sql) if name}
        return {name: self._values[name] for name in sorted(names & self._values.keys())}

    def cursor(self) -> Cursor:
        """Make a cursor."""
        return Cursor(self)

    @contextmanager
    def borrow(
        self, con: duckdb.DuckDBPyConnection, values: Mapping[str, object]
    ) -> Generator[None]:
        """Have a connection as long as the block lasts, whoever still holds this object then.

        Args:
            con: The connection.
            values: What is bound where a statement names it as `$name`.
        """
        self._con, self._values = con, dict(values)
        try:
            yield
        finally:
            self._con, self._values = None, {}

    def commit(self) -> None:
        """Leave the owner's transaction alone."""

    def rollback(self) -> None:
        """Leave the owner's transaction alone."""

    def close(self) -> None:
        """Leave the owner's connection open."""


@contextmanager
def borrow(
    con: duckdb.DuckDBPyConnection, values: Mapping[str, object] | None = None
) -> Generator[Borrowed]:
    """Lend an open connection to SQLAlchemy for as long as the block lasts."""
    borrowed = Borrowed()
    with borrowed.borrow(con, values or {}):
        yield borrowed


class _Driver:
    """What SQLAlchemy asks of a DB-API module."""

    paramstyle = "qmark"
    Error = duckdb.Error


class DuckDBDialect(default.DefaultDialect):
    """DuckDB as SQLAlchemy sees it, as far as Great Expectations looks."""

    name = "duckdb"
    driver = "duckdb"
    default_paramstyle = "qmark"
    supports_statement_cache = True
    supports_native_boolean = True

    @classmethod
    def import_dbapi(cls) -> Any:  # noqa: ANN401 -- SQLAlchemy's own signature
        """Name the driver."""
        return _Driver

    def initialize(self, connection: sa.Connection) -> None:  # noqa: ARG002 -- as the base class
        """Ask the server nothing: it is this process."""
        self.default_schema_name = "main"

    def do_ping(self, dbapi_connection: Any) -> bool:  # noqa: ANN401 -- SQLAlchemy's own signature
        """Tell whether the connection is still lent."""
        return bool(dbapi_connection.con)

    def get_schema_names(self, connection: sa.Connection, **_: object) -> list[str]:
        """Name the schemas."""
        found = connection.exec_driver_sql("select distinct schema_name from duckdb_schemas()")
        return sorted(row[0] for row in found)

    def get_table_names(
        self, connection: sa.Connection, schema: str | None = None, **_: object
    ) -> list[str]:
        """Name the tables of a schema."""
        found = connection.exec_driver_sql(
            "select table_name from duckdb_tables() where schema_name = ?",
            (schema or self.default_schema_name,),
        )
        return sorted(row[0] for row in found)

    def get_view_names(
        self, connection: sa.Connection, schema: str | None = None, **_: object
    ) -> list[str]:
        """Name the views of a schema."""
        found = connection.exec_driver_sql(
            "select view_name from duckdb_views() where schema_name = ?",
            (schema or self.default_schema_name,),
        )
        return sorted(row[0] for row in found)

    def has_table(
        self, connection: sa.Connection, table_name: str, schema: str | None = None, **_: object
    ) -> bool:
        """Tell whether a table or view of that name exists."""
        return table_name in (
            *self.get_table_names(connection, schema),
            *self.get_view_names(connection, schema),
        )

    def get_columns(
        self, connection: sa.Connection, table_name: str, schema: str | None = None, **_: object
    ) -> list[ReflectedColumn]:
        """Describe the columns of a table or view, in order; types it need not know are text."""
        found = connection.exec_driver_sql(
            "select column_name, data_type, is_nullable from duckdb_columns() "
            "where schema_name = ? and table_name = ? order by column_index",
            (schema or self.default_schema_name, table_name),
        )
        return [
            {
                "name": name,
                "type": _TYPES.get(kind, sa.String)(),
                "nullable": nullable,
                "default": None,
            }
            for name, kind, nullable in found
        ]


registry.register("duckdb", __name__, "DuckDBDialect")
