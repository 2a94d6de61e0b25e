"""Start Spark and stop it: what must be set for equal tables, and what keeps a small one quiet."""

import logging
import warnings
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tutor_reliability.engines.choice import Choice
from tutor_reliability.engines.spark.exchange import Exchange
from tutor_reliability.errors import EngineError

EXACT = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "true",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
}
"""What the tables depend on; nobody may set these otherwise."""
QUIET = {
    "spark.app.name": "tutor-reliability",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
ALONE = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
}
"""Where the master is on this machine, nothing listens to others."""
HERE = {
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": "8",
}
"""Where this process does all the work."""
_OPTIONS = "spark.driver.extraJavaOptions"
_LOG = Path(__file__).with_name("log4j2.properties")


def settings(choice: Choice, folder: str) -> dict[str, str]:
    """Give all settings of a session: a cluster's own files say the rest.

    Args:
        choice: The master, and what was asked for.
        folder: Where tables are handed over, as this process names it: a Spark that is all here
            spills there as well.

    Raises:
        EngineError: One was asked for that the tables depend on.
    """
    asked = dict(choice.conf)
    fixed = sorted(EXACT.keys() & asked)
    if fixed:
        raise EngineError(
            f"--spark-conf {fixed[0]}: is set by us, because the tables depend on it; leave it out"
        )
    local = choice.master.startswith("local")
    nearby = local or "//127.0.0.1" in choice.master or "//localhost" in choice.master
    options = f'"-Dlog4j2.configurationFile={_LOG}" {asked.get(_OPTIONS, "")}'
    return {
        **QUIET,
        **(ALONE if nearby else {}),
        **(HERE if local else {}),
        **({"spark.local.dir": f"{folder}/scratch"} if local and "://" not in folder else {}),
        **asked,
        _OPTIONS: options.strip(),
        **EXACT,
        "spark.master": choice.master,
    }


@contextmanager
def running(choice: Choice, exchange: Exchange) -> Generator[Any]:
    """Start Spark, and stop it.

    Raises:
        EngineError: Java did not start, or the master did not answer.
    """
    session = _start(choice, settings(choice, exchange.ours))
    try:
        yield session
    finally:
        session.stop()


def _start(choice: Choice, its_settings: Mapping[str, str]) -> Any:  # noqa: ANN401 - an extra
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says at length which pandas it would like
        from py4j.protocol import Py4JError  # noqa: PLC0415
        from pyspark.errors import PySparkRuntimeError  # noqa: PLC0415
        from pyspark.sql import SparkSession  # noqa: PLC0415

        builder = SparkSession.builder
        for name, value in its_settings.items():
            builder = builder.config(name, value)
        try:
            return builder.getOrCreate()
        except (PySparkRuntimeError, Py4JError):
            raise EngineError(
                f"{choice.master}: Spark did not start, for the reason it gives above; expected "
                "Java 17 or later and a master that answers"
            ) from None
