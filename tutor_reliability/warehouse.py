"""The DuckDB file: open it, fill its tables from SQL models.

Every table changes in one transaction. How tables are made is in `schema`, how files get in in
`landing`, what is copied out for readers in `publish`, which SQL there is in `assets/models`.
"""

import json
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from tutor_reliability.arrow import Stream
from tutor_reliability.errors import HomeBusyError, HomeStateError
from tutor_reliability.schema import create_tables
from tutor_reliability.tables import TABLES, TIMESTAMP


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A SQL model: one bare select, with the tables it reads and the parameters it binds."""

    name: str
    sql: str
    reads: tuple[str, ...]
    parameters: tuple[str, ...]


def connect(path: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file for writing, or memory without a path.

    The time zone is UTC for every cursor. `type_pushdown` is off because DuckDB 2.0.0 with it
    loses rows whose text does not cast (its issue 23818).

    Raises:
        HomeBusyError: Another process has the file open.
        HomeStateError: The file is no DuckDB file, or of a newer version.
    """
    try:
        con = duckdb.connect(
            str(path) if path else ":memory:",
            config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"},
        )
    except duckdb.IOException as error:
        reason = str(error).splitlines()[0]
        if "lock" in reason.lower():
            raise HomeBusyError(
                f"{path}: is open in another process; expected to be alone; wait for that run to "
                "end, or stop it"
            ) from None
        raise HomeStateError(
            f"{path}: cannot be opened: {reason}; move it away and run again"
        ) from None
    con.execute("set global TimeZone = 'UTC'")
    con.execute("set disabled_optimizers = 'type_pushdown'")
    con.execute("set preserve_insertion_order = false")
    return con


def read_model(con: duckdb.DuckDBPyConnection, name: str, sql: str) -> Model:
    """Ask DuckDB's own parser what a model reads and binds.

    Raises:
        ValueError: The text is not one select, or does not parse.
    """
    rows = con.execute("select json_serialize_sql($sql)", {"sql": sql}).fetchall()
    tree = json.loads(rows[0][0])
    if tree["error"] or len(tree["statements"]) != 1:
        raise ValueError(f"{name}: is not one select: {tree.get('error_message', '')}")
    found: dict[str, set[str]] = {"tables": set(), "parameters": set()}
    _walk(tree, found)
    return Model(
        name=name,
        sql=sql,
        reads=tuple(sorted(found["tables"])),
        parameters=tuple(sorted(found["parameters"])),
    )


def _walk(node: object, found: dict[str, set[str]]) -> None:
    if isinstance(node, list):
        for one in node:
            _walk(one, found)
    elif isinstance(node, dict):
        if node.get("type") == "BASE_TABLE" and node.get("schema_name"):
            found["tables"].add(f"{node['schema_name']}.{node['table_name']}")
        if node.get("class") == "PARAMETER":
            found["parameters"].add(str(node["identifier"]))
        for one in node.values():
            _walk(one, found)


@dataclass(frozen=True, slots=True)
class _Stream:
    """A frame as DuckDB can read it without pyarrow."""

    frame: pl.DataFrame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.frame.__arrow_c_stream__(requested_schema)


@dataclass(slots=True)
class Opened:
    """An open warehouse: the one place that writes tables."""

    con: duckdb.DuckDBPyConnection
    path: Path | None = None
    _models: dict[str, Model] = field(default_factory=dict, repr=False)

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Keep all changes made inside, or none."""
        self.con.execute("begin transaction")
        try:
            yield
        except BaseException:
            self.con.execute("rollback")
            raise
        self.con.execute("commit")

    def model(self, name: str, sql: str) -> Model:
        """Read a model, once."""
        if name not in self._models or self._models[name].sql != sql:
            self._models[name] = read_model(self.con, name, sql)
        return self._models[name]

    def stage(
        self, name: str, sql: str, values: Mapping[str, object], *, kind: str = "table"
    ) -> int:
        """Make a stage table of what a model selects; it lives until the next one of its name.

        Args:
            name: Its name.
            sql: The model.
            values: What the model binds, and more.
            kind: `temp table` for one that is never written to the file.
        """
        model = self.model(name, sql)
        self.con.execute(f"create or replace {kind} {name} as {model.sql}", _bound(model, values))
        return self.count(name)

    def insert(self, table: str, sql: str, values: Mapping[str, object]) -> int:
        """Add what a model selects to a table, column by column name."""
        model = self.model(table, sql)
        before = self.count(table)
        self.con.execute(f"insert into {table} by name {model.sql}", _bound(model, values))
        return self.count(table) - before

    def replace(self, table: str, sql: str, values: Mapping[str, object]) -> int:
        """Make a table hold just what a model selects."""
        with self.transaction():
            self.con.execute(f"delete from {table}")
            return self.insert(table, sql, values)

    def fill(self, table: str, rows: Sequence[Mapping[str, object]]) -> int:
        """Make a table hold just these rows; for the small tables that Python makes."""
        self.con.execute(f"delete from {table}")
        return self.add(table, rows)

    def add(self, table: str, rows: Sequence[Mapping[str, object]]) -> int:
        """Add rows to a table, as its contract says."""
        names = [column.name for column in TABLES[table].columns]
        schema = {column.name: polars_type(column.type) for column in TABLES[table].columns}
        frame = pl.DataFrame([{name: row[name] for name in names} for row in rows], schema=schema)
        return self._put(table, frame)

    def take(self, table: str, frame: pl.DataFrame) -> int:
        """Make a table hold just the rows of a frame, column by column name."""
        self.con.execute(f"delete from {table}")
        return self._put(table, frame)

    def stage_frame(self, name: str, frame: pl.DataFrame, *, kind: str = "table") -> int:
        """Make a stage table of a frame, see `stage`."""
        self.con.register("taken", _Stream(frame))
        self.con.execute(f"create or replace {kind} {name} as select * from taken")
        self.con.unregister("taken")
        return frame.height

    def append(self, table: str, frame: pl.DataFrame) -> int:
        """Add the rows of a frame to a table, column by column name."""
        return self._put(table, frame)

    def _put(self, table: str, frame: pl.DataFrame) -> int:
        self.con.register("taken", _Stream(frame))
        self.con.execute(f"insert into {table} by name select * from taken")
        self.con.unregister("taken")
        return frame.height

    def frame(self, sql: str, values: Mapping[str, object] | None = None) -> pl.DataFrame:
        """Give what a select finds as a frame."""
        relation = self.con.sql(sql, params=dict(values) if values else None)
        return pl.DataFrame(Stream(relation.__arrow_c_stream__()))

    def select(self, name: str, sql: str, values: Mapping[str, object]) -> pl.DataFrame:
        """Give what a model selects as a frame, in its order."""
        model = self.model(name, sql)
        return self.frame(model.sql, _bound(model, values))

    def count(self, table: str) -> int:
        """Count the rows of a table."""
        return int(self.row(f"select count(*) from {table}")[0])

    def row(self, sql: str, values: Mapping[str, object] | None = None) -> tuple[Any, ...]:
        """Give the one row of a select; () where it finds none.

        Reads to the end: DuckDB refuses other work beside a result that was left half read.
        """
        rows = self.con.execute(sql, dict(values) if values else None).fetchall()
        return tuple(rows[0]) if rows else ()


_KEPT: dict[Path, duckdb.DuckDBPyConnection] = {}
"""The files that this process keeps open, each with the connection that does."""


class Warehouse:
    """Where the warehouse file is, and how to open it."""

    def __init__(self, path: Path | None) -> None:
        """Point at a file; without a path the warehouse lives in memory, for tests."""
        self.path = path

    @contextmanager
    def open(self) -> Generator[Opened]:
        """Open the file with all tables in place.

        Raises:
            HomeBusyError: Another process has the file open.
            HomeStateError: The file is damaged or of another version.
        """
        kept = _KEPT.get(self.path.resolve()) if self.path else None
        con = kept.cursor() if kept else connect(self.path)
        try:
            opened = Opened(con=con, path=self.path)
            if not kept:
                create_tables(con, self.path)
            yield opened
        finally:
            con.close()
        if kept:
            kept.execute("checkpoint")

    @contextmanager
    def kept_open(self) -> Generator[None]:
        """Keep the file open, so that opening it meanwhile costs next to nothing.

        A night opens it forty times: each time DuckDB would read its catalog, and we would hold
        all tables to their contracts. What closing does is still done after each: a checkpoint
        frees the room of what was replaced, which the next step takes up again.

        Raises:
            HomeBusyError: Another process has the file open.
            HomeStateError: The file is damaged or of another version.
        """
        with self.open() as opened:
            path = self.path.resolve() if self.path else Path()
            already = path in _KEPT
            _KEPT.setdefault(path, opened.con)
            try:
                yield
            finally:
                if not already:
                    del _KEPT[path]


def polars_type(duckdb_type: str) -> pl.DataType:
    """Give the type of a frame's column for one of a table's."""
    types: dict[str, pl.DataType] = {
        "VARCHAR": pl.String(),
        "VARCHAR[]": pl.List(pl.String()),
        "DATE": pl.Date(),
        "BOOLEAN": pl.Boolean(),
        "INTEGER": pl.Int32(),
        "BIGINT": pl.Int64(),
        "DOUBLE": pl.Float64(),
        TIMESTAMP: pl.Datetime("us", "UTC"),
    }
    return types[duckdb_type]


def _bound(model: Model, values: Mapping[str, object]) -> dict[str, object]:
    missing = [name for name in model.parameters if name not in values]
    if missing:
        raise KeyError(f"{model.name} binds ${missing[0]}, which nobody gives")
    return {name: values[name] for name in model.parameters}
