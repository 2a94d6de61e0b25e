"""A standalone cluster on this machine's loopback: a master and workers, each a Java of its own."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

PATIENCE = 600
HERE = "127.0.0.1"
LIGHT = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Javas that live for a minute: compiling well would cost more than it gives."""


def until(found: Callable[[], object], *, what: str) -> object:
    """Ask again until something is found."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        if one := found():
            return one
        time.sleep(0.1)
    raise TimeoutError(f"no {what} within {PATIENCE} s")


@dataclass
class Cluster:
    """A master, its address, and its workers."""

    folder: Path
    master: str = ""
    started: list[subprocess.Popen] = field(default_factory=list)
    workers: list[subprocess.Popen] = field(default_factory=list)

    def start(self, kind: str, *arguments: str) -> tuple[subprocess.Popen, Path]:
        home = Path(find_spec("pyspark").origin).parent
        log = self.folder / f"{kind}-{len(self.started)}.log"
        command = [
            home / "bin" / "spark-class",
            f"org.apache.spark.deploy.{kind.lower()}.{kind}",
            *("--host", HERE, "--webui-port", "0"),
            *arguments,
        ]
        named = {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": HERE, "SPARK_DAEMON_JAVA_OPTS": LIGHT}
        with log.open("w") as said:
            process = subprocess.Popen(
                command, env={**os.environ, **named}, stdout=said, stderr=subprocess.STDOUT
            )
        self.started.append(process)
        return process, log

    def executors(self, worker: subprocess.Popen) -> list[int]:
        """Give the processes that a worker started."""
        listed = Path(f"/proc/{worker.pid}/task").glob("*/children")
        return [int(one) for file in listed for one in file.read_text().split()]

    def lose(self, worker: subprocess.Popen) -> None:
        """Kill a worker and its executors at once, as when its machine is gone."""
        for process in (*self.executors(worker), worker.pid):
            os.kill(process, signal.SIGKILL)
        worker.wait()


@contextmanager
def cluster(folder: Path, *, workers: int) -> Iterator[Cluster]:
    """Start a cluster of workers with a core each; all of it ends with the block."""
    made = Cluster(folder)
    try:
        _, log = made.start("Master", "--port", "0")
        found = until(
            lambda: re.search(r"Starting Spark master at (\S+)", log.read_text()), what="master"
        )
        made.master = found[1]
        for number in range(workers):
            where = folder / f"worker-{number}"
            worker, its_log = made.start(
                *("Worker", "--cores", "1", "--memory", "2g", "--work-dir", str(where)),
                made.master,
            )
            until(lambda log=its_log: "registered with master" in log.read_text(), what="worker")
            made.workers.append(worker)
        yield made
    finally:
        for process in reversed(made.started):
            process.terminate()
            process.wait()
