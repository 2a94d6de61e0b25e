"""The folder between the warehouse and Spark: tables as Parquet, each a folder of files.

It belongs to one run and is removed at its end. It lies in a folder that this process and every
worker see alike, or at a URL: there Spark reads by its Hadoop file systems, DuckDB by fsspec's.
"""

import hashlib
import shutil
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from tutor_reliability.errors import EngineError
from tutor_reliability.tables import TABLES
from tutor_reliability.warehouse import Opened

_FILE = "256MB"
_OTHER_NAMES = {"s3a": "s3", "s3n": "s3"}
"""What Hadoop calls otherwise than fsspec."""
_HERE = "file"
"""Said to Spark with each folder: where a cluster has a file system of its own, as YARN has, a
path without a scheme is taken to lie there."""
_TYPES = {
    "VARCHAR": "STRING",
    "VARCHAR[]": "ARRAY<STRING>",
    "INTEGER": "INT",
    "TIMESTAMP WITH TIME ZONE": "TIMESTAMP",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """An open folder between the two.

    Attributes:
        con: The warehouse's connection.
        folder: As Spark names it.
        ours: As DuckDB names it.
    """

    con: duckdb.DuckDBPyConnection
    folder: str
    ours: str

    def path(self, stored: str) -> str:
        """Give where Spark finds, or puts, what is stored under a name."""
        return f"{self.folder}/{stored}"

    def give(
        self, table: str, stored: str, *, only: Sequence[str] = (), empty: bool = False
    ) -> None:
        """Store a table of the warehouse for Spark.

        Args:
            table: Which.
            stored: The name it is stored under.
            only: Its columns to store; all unless named.
            empty: Whether to leave out its rows.
        """
        rows = " limit 0" if empty else ""
        self.con.execute(
            f"copy (select {', '.join(only) or '*'} from {table}{rows}) to {self._quoted(stored)} "
            f"(format parquet, file_size_bytes '{_FILE}')"
        )

    def take(self, table: str, stored: str) -> int:
        """Let DuckDB read, by the name of a stage table, what Spark stored; gives its rows."""
        self.forget(table)
        self.con.execute(
            f"create view {table} as "
            f"select * from read_parquet({self._quoted(f'{stored}/*.parquet')})"
        )
        rows = self.con.execute(f"select count(*) from {table}").fetchall()
        return int(rows[0][0])

    def forget(self, table: str) -> None:
        """Let go of a stage table, be it Spark's or the warehouse's own."""
        found = self.con.execute(
            "select lower(case table_type when 'VIEW' then 'view' else 'table' end) "
            "from information_schema.tables where table_schema || '.' || table_name = $table",
            {"table": table},
        ).fetchall()
        for (kind,) in found:
            self.con.execute(f"drop {kind} {table}")

    def _quoted(self, stored: str) -> str:
        return "'" + f"{self.ours}/{stored}".replace("'", "''") + "'"


def columns(table: str, only: Sequence[str] = ()) -> str:
    """Write a contract's columns, all or some, as Spark declares them."""
    its = [one for one in TABLES[table].columns if not only or one.name in only]
    return ", ".join(f"`{one.name}` {_TYPES.get(one.type, one.type)}" for one in its)


@contextmanager
def handed_over(opened: Opened, folder: str) -> Generator[Exchange]:
    """Open a folder of this warehouse below the one given, empty; it is removed at the end.

    Raises:
        EngineError: No fsspec file system is installed for a URL.
    """
    of = hashlib.sha256(str(opened.path).encode()).hexdigest()[:12]
    own = f"{folder.rstrip('/')}/exchange-{of}"
    scheme, url, path = own.partition("://")
    if url and scheme != _HERE:
        yield from _at_url(opened.con, own, f"{_OTHER_NAMES.get(scheme, scheme)}://{path}")
    else:
        yield from _in_folder(opened.con, Path(path or own).resolve())


def _in_folder(con: duckdb.DuckDBPyConnection, own: Path) -> Generator[Exchange]:
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir(parents=True)
    try:
        yield Exchange(con=con, folder=f"{_HERE}://{own}", ours=str(own))
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _at_url(con: duckdb.DuckDBPyConnection, own: str, ours: str) -> Generator[Exchange]:
    import fsspec  # noqa: PLC0415 - seldom

    try:
        files = fsspec.filesystem(ours.partition("://")[0])
    except (ImportError, ValueError) as error:
        raise EngineError(
            f"{own}: {error}; expected a folder, or a URL that fsspec knows"
        ) from None
    con.register_filesystem(files)
    _remove(files, ours)
    try:
        yield Exchange(con=con, folder=own, ours=ours)
    finally:
        _remove(files, ours)


def _remove(files: Any, url: str) -> None:  # noqa: ANN401 - fsspec ships no types
    if files.exists(url):
        files.rm(url, recursive=True)
