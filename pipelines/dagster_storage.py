"""Dagster's history in SQLite, as Dagster writes it, over files that stay open.

Dagster's own storage opens a file for each event and closes it behind it, and closing the last
connection folds SQLite's journal back: of a small night that was half the CPU and most of the
wait. The files are the same to the byte of their layout, so that a home may go back and forth;
`dagster_home` names this class in a home's dagster.yaml.

Each event is still a transaction of its own. A killed process loses none; a power cut may lose the
last of them, never the file: `synchronous = normal` in a write-ahead log.
"""

from collections import OrderedDict
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage
from dagster._core.storage.runs.sqlite.sqlite_run_storage import SqliteRunStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._core.storage.sqlite_storage import (
    DagsterSqliteStorage,
    _event_logs_directory,
    _runs_directory,
)

_OPEN = 4
"""Files of events that stay open: one a run and one of all runs. A page may look at hundreds."""


class OpenFilesStorage(DagsterSqliteStorage):
    """Runs, events and schedules of a home, in SQLite files that stay open."""

    def __init__(self, base_dir: str, inst_data: Any = None) -> None:  # noqa: ANN401 - Dagster's own
        """Open what there is under a folder, or make it."""
        super().__init__(base_dir, inst_data)
        self._run_storage = OpenRuns.from_local(_runs_directory(base_dir))
        self._event_log_storage = OpenEvents(_event_logs_directory(base_dir))

    @classmethod
    def from_config_value(cls, inst_data: Any, config_value: Any) -> "OpenFilesStorage":  # noqa: ANN401
        """Make it as dagster.yaml says."""
        return cls.from_local(inst_data=inst_data, **config_value)


class OpenRuns(SqliteRunStorage):
    """Which runs there are."""

    def __init__(self, conn_string: str, inst_data: Any = None) -> None:  # noqa: ANN401
        """Make ready; the file is opened when it is first asked."""
        self._engine = _engine(conn_string)
        super().__init__(conn_string, inst_data)

    @contextmanager
    def connect(self) -> Generator[sa.Connection]:
        """Give a connection, in a transaction."""
        with self._engine.begin() as connection:
            yield connection

    def dispose(self) -> None:
        """Close the file."""
        self._engine.dispose()


class OpenEvents(SqliteEventLogStorage):
    """What happened in them: one file a run, and one that says of all runs what concerns assets."""

    def __init__(self, base_dir: str, inst_data: Any = None) -> None:  # noqa: ANN401
        """Make ready; files are opened when they are first asked."""
        self._engines: OrderedDict[str, sa.Engine] = OrderedDict()
        self._tables: set[str] = set()
        super().__init__(base_dir, inst_data)

    def has_table(self, table_name: str) -> bool:
        """Tell whether the file of all runs has a table; one that is there stays there."""
        if table_name not in self._tables and super().has_table(table_name):
            self._tables.add(table_name)
        return table_name in self._tables

    @contextmanager
    def _connect(self, shard: str) -> Generator[sa.Connection]:
        with self._db_lock:
            engine = self._engine_of(shard)
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            with engine.begin() as connection:
                yield connection

    def _engine_of(self, shard: str) -> sa.Engine:
        if shard not in self._engines:
            self._engines[shard] = _engine(self.conn_string_for_shard(shard))
        self._engines.move_to_end(shard)
        while len(self._engines) > _OPEN:
            self._engines.popitem(last=False)[1].dispose()
        return self._engines[shard]

    def dispose(self) -> None:
        """Close all files."""
        super().dispose()
        with self._db_lock:
            for engine in self._engines.values():
                engine.dispose()
            self._engines.clear()


def _engine(conn_string: str) -> sa.Engine:
    engine = sa.create_engine(
        conn_string, pool_size=1, connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS}
    )

    @sa.event.listens_for(engine, "connect")
    def _settle(connection: Any, _record: object) -> None:  # noqa: ANN401 - any DB-API connection
        connection.execute("pragma synchronous = normal")

    return engine
