"""Open the engine that is asked for, over an open warehouse."""

from collections.abc import Generator
from contextlib import contextmanager

from tutor_reliability.engines.choice import Choice, check
from tutor_reliability.engines.engine import Engine, InWarehouse
from tutor_reliability.warehouse import Opened


@contextmanager
def open_engine(opened: Opened, choice: Choice) -> Generator[Engine]:
    """Give the engine, and let go of all it held.

    Args:
        opened: The warehouse.
        choice: The engine asked for. Spark hands tables over in its folder, which is required
            here: nothing below knows where the home is.

    Raises:
        EngineError: The engine is not installed, or cannot be started.
    """
    _drop_left_views(opened)
    if choice.name != "spark":
        yield InWarehouse(opened)
        return
    check(choice)
    from tutor_reliability.engines.spark import OnSpark, handed_over, running  # noqa: PLC0415

    with handed_over(opened, choice.folder) as exchange, running(choice, exchange) as session:
        yield OnSpark(opened=opened, exchange=exchange, session=session)


def _drop_left_views(opened: Opened) -> None:
    """Let go of what a killed run on Spark left: names of Parquet that is no more."""
    found = opened.con.execute(
        "select view_name from duckdb_views() where schema_name = 'stage'"
    ).fetchall()
    for (name,) in found:
        opened.con.execute(f"drop view stage.{name}")
