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
Process = subprocess.Popen[bytes]


def until(found: Callable[[], object], *, what: str, patience: float = PATIENCE) -> object:
    """Ask again until something is found.

    Raises:
        TimeoutError: It was not found in time.
    """
    ends = time.monotonic() + patience
    while time.monotonic() < ends:
        if one := found():
            return one
        time.sleep(0.1)
    raise TimeoutError(f"no {what} within {patience} s")


@dataclass
class Cluster:
    """A master, its address, and its workers."""

    folder: Path
    master: str = ""
    started: list[Process] = field(default_factory=list)
    workers: list[Process] = field(default_factory=list)

    def start(self, kind: str, *arguments: str) -> tuple[Process, Path]:
        """Start a master or a worker; gives its process, and the file that it writes to."""
        home = _home()
        log = self.folder / f"{kind}-{len(self.started)}.log"
        command = [
            f"{home}/bin/spark-class",
            f"org.apache.spark.deploy.{kind.lower()}.{kind}",
            *("--host", HERE, "--webui-port", "0"),
            *arguments,
        ]
        named = {
            "SPARK_HOME": home,
            "SPARK_LOCAL_IP": HERE,
            "SPARK_LOCAL_DIRS": str(self.folder / "scratch"),
            "SPARK_DAEMON_JAVA_OPTS": LIGHT,
        }
        with log.open("w") as said:
            process = subprocess.Popen(
                command, env={**os.environ, **named}, stdout=said, stderr=subprocess.STDOUT
            )
        self.started.append(process)
        return process, log

    def executors(self, worker: Process) -> list[int]:
        """Give the processes that a worker started."""
        listed = Path(f"/proc/{worker.pid}/task").glob("*/children")
        return [int(one) for file in listed for one in file.read_text().split()]

    def ready(self) -> bool:
        """Say whether each worker has an executor."""
        return all(self.executors(worker) for worker in self.workers)

    def lose(self, worker: Process) -> None:
        """Kill a worker and its executors at once, as when its machine is gone."""
        for process in (*self.executors(worker), worker.pid):
            os.kill(process, signal.SIGKILL)
        worker.wait()


@contextmanager
def cluster(folder: Path, *, workers: int, memory: str = "2g") -> Iterator[Cluster]:
    """Start a cluster of workers with a core each; all of it ends with the block.

    Args:
        folder: Where its processes write, made where it is not there.
        workers: How many.
        memory: What each worker may give to executors.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = Cluster(folder)
    try:
        _, log = made.start("Master", "--port", "0")
        said = re.compile(r"Starting Spark master at (\S+)")
        until(lambda: said.search(log.read_text()), what="master")
        made.master = said.findall(log.read_text())[0]
        for number in range(workers):
            where = folder / f"worker-{number}"
            worker, its_log = made.start(
                *("Worker", "--cores", "1", "--memory", memory, "--work-dir", str(where)),
                made.master,
            )
            _registered(its_log)
            made.workers.append(worker)
        yield made
    finally:
        for process in reversed(made.started):
            process.terminate()
            process.wait()


def lose_one(made: Cluster, handed: Path) -> None:
    """Wait until the facts of sessions are being written, in a folder; then a worker is gone."""
    facts = "exchange-*/*.stage.session_facts/_temporary"
    until(lambda: [*handed.glob(facts)], what="facts being written", patience=6 * PATIENCE)
    time.sleep(0.5)
    made.lose(made.workers[0])


def _registered(log: Path) -> None:
    until(lambda: "registered with master" in log.read_text(), what="worker")


def _home() -> str:
    spec = find_spec("pyspark")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pyspark: is not installed; `make spark` brings it")
    return str(Path(spec.origin).parent)
