"""The jobs that judge on Spark, on this process's own and on a cluster of this machine."""

import shutil
from collections.abc import Mapping
from threading import Thread
from typing import Any

from benchmarks.spark.cluster import cluster, lose_one
from benchmarks.spark.used import moved, peak_mb
from benchmarks.spark.work import Figures, folder, judge
from tutor_reliability.engines.choice import Choice
from tutor_reliability.engines.spark.engine import OnSpark

_MEMORY = "2g"
_OF_A_WORKER = {
    "spark.driver.memory": "1g",
    "spark.executor.memory": _MEMORY,
    "spark.executor.cores": "1",
}
_PARTITIONS, _OF_A_PARTITION = 16, 150_000
"""The fewest parts of a shuffle, and so many sessions a part: 600,000 fill a heap of 1 GB."""


def on_spark(rows: int) -> Figures:
    """Judge on Spark in one Java, and end it, so that what it used is counted."""
    choice = _choice(rows, "local[2]", {"spark.driver.memory": "4g"})
    figures = judge(rows, "spark", choice, measure=moved)
    return {**figures, "java_peak_mb": _ended()}


def on_cluster(rows: int, lost: str = "") -> Figures:
    """Judge on a master with two workers, and end all of it.

    Args:
        rows: About how many sessions.
        lost: A name for a run in which a worker is killed while facts are being written.
    """
    name, its = lost or "cluster", folder(rows)
    with cluster(its / "workers", workers=2, memory=_MEMORY) as made:
        killing = Thread(target=lose_one, args=(made, its), daemon=True)
        if lost:
            killing.start()

        def measure(engine: OnSpark) -> Figures:
            living = [one for one in made.workers if one.poll() is None]
            if lost and len(living) == len(made.workers):
                raise RuntimeError("the job was over before a worker was lost")
            executors = [java for worker in living for java in made.executors(worker)]
            told = {"executor_peak_mb": peak_mb(executors), "workers": float(len(living))}
            return {**moved(engine), **told}

        parts = str(max(_PARTITIONS, rows // _OF_A_PARTITION))
        conf = {**_OF_A_WORKER, "spark.sql.shuffle.partitions": parts}
        choice = _choice(rows, made.master, conf)
        figures = judge(rows, name, choice, measure=measure)
        figures["driver_peak_mb"] = _ended()
    shutil.rmtree(its / "workers")
    return figures


def _choice(rows: int, master: str, conf: Mapping[str, str]) -> Choice:
    return Choice(
        name="spark",
        master=master,
        folder=str(folder(rows)),
        java=shutil.which("java") or "",
        conf=tuple(conf.items()),
    )


def _ended() -> float:
    """End the Java that pyspark started; gives the most memory it had resident, megabytes."""
    from pyspark import SparkContext  # noqa: PLC0415 - an extra

    gateway: Any = SparkContext._gateway  # noqa: SLF001 - there is no other way to it
    peak = peak_mb([gateway.proc.pid])
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait()
    return peak
