"""The flags of `run` that say where the heavy stage runs."""

import argparse
from dataclasses import replace

from pipelines import settings
from tutor_reliability.engines.choice import ENGINES, Choice
from tutor_reliability.errors import UsageError


def add(run: argparse.ArgumentParser, where: settings.Settings) -> None:
    """Add them to the command."""
    run.add_argument(
        "--engine",
        choices=ENGINES,
        default=where.engine.name,
        help="where the heavy stage runs (default: %(default)s)",
    )
    run.add_argument(
        "--spark-master",
        default=where.engine.master,
        metavar="MASTER",
        help="with spark: local[*], spark://host:port, yarn, k8s://... (default: %(default)s)",
    )
    run.add_argument(
        "--spark-folder",
        default="",
        metavar="FOLDER|URL",
        help="with spark: where tables are handed over, seen by all workers (default: the home)",
    )
    run.add_argument(
        "--spark-conf",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="with spark: a setting of Spark's own; may be repeated",
    )


def chosen(asked: argparse.Namespace) -> Choice:
    """Read them.

    Raises:
        UsageError: A setting sets nothing.
    """
    pairs = [one.partition("=") for one in asked.spark_conf]
    for key, equals, _ in pairs:
        if not equals:
            raise UsageError(f"--spark-conf: {key!r} sets nothing; write it as spark.key=value")
    return replace(
        settings.from_environment().engine,
        name=asked.engine,
        master=asked.spark_master,
        folder=asked.spark_folder,
        conf=tuple((key, value) for key, _, value in pairs),
    )
