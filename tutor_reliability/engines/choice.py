"""Which engine is meant, and what it needs; a missing piece is refused before a night begins."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

from tutor_reliability.errors import EngineError, UsageError

ENGINES = ("duckdb", "spark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The engine asked for; all but its name is only for Spark.

    Attributes:
        name: One of ENGINES.
        master: Spark's master: `local[*]`, `spark://host:port`, `yarn`, `k8s://...`.
        folder: Where tables are handed over as Parquet, seen alike by this process and by all
            workers: a folder, or a URL such as `s3a://bucket/path`. '' is a folder of the home.
        conf: Further Spark settings by name; they win over ours.
        java: The Java program that Spark will find; '' for none.
    """

    name: str = "duckdb"
    master: str = "local[*]"
    folder: str = ""
    conf: tuple[tuple[str, str], ...] = ()
    java: str = ""


IN_WAREHOUSE = Choice()
"""DuckDB, in the process of the night: what a night runs on unless told otherwise."""


def check(choice: Choice, *, finds: Callable[[str], object] = find_spec) -> None:
    """Refuse an engine that is not installed.

    Args:
        choice: The engine.
        finds: Finds an installed package by its name.

    Raises:
        UsageError: There is no such engine.
        EngineError: The extra, or Java, is missing.
    """
    if choice.name not in ENGINES:
        raise UsageError(f"--engine: {choice.name!r} is none, expected {' or '.join(ENGINES)}")
    if choice.name != "spark":
        return
    missing = [name for name in ("pyspark", "sqlglot") if finds(name) is None]
    if missing:
        raise EngineError(
            f"--engine spark: {' and '.join(missing)} not installed; expected the extra named "
            "spark; install requirements-spark.lock, or tutor-reliability[spark]"
        )
    if not choice.java:
        raise EngineError(
            "--engine spark: no java in JAVA_HOME or on the PATH; expected Java 17 or later; "
            "install it, on Debian as openjdk-17-jre-headless"
        )
