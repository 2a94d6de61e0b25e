"""Run jobs turn by turn, each run in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from benchmarks.job import ROOT, Job, Measured

Run = dict[str, Any]


def measure(
    jobs: Sequence[Job], *, runs: int, told: Callable[[Job, Run], None] | None = None
) -> list[Measured]:
    """Measure jobs; those of one case take turns, so that a busy minute hits all of them.

    Args:
        jobs: What to measure; those of one case stand together.
        runs: How often.
        told: Is told of each run.

    Raises:
        RuntimeError: A job failed.
    """
    measured = []
    for _, alike in groupby(jobs, key=lambda job: dict(job.case)):
        case = list(alike)
        found: list[list[Run]] = [[] for _ in case]
        for _ in range(runs):
            for job, of_job in zip(case, found, strict=True):
                of_job.append(run_alone(job))
                if told:
                    told(job, of_job[-1])
        measured += [_measured(job, of_job) for job, of_job in zip(case, found, strict=True)]
    return measured


def run_alone(job: Job) -> Run:
    """Run a job once in a process of its own: what it cost, and its figures.

    Raises:
        RuntimeError: The job failed.
    """
    asked = json.dumps({"function": job.function, "arguments": dict(job.arguments)})
    done = subprocess.run(
        [job.python or sys.executable, "-m", "benchmarks.worker"],
        input=asked,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{job.name} of {dict(job.case)} failed:\n{done.stderr}")
    found: Run = json.loads(done.stdout.splitlines()[-1])
    return found


def _measured(job: Job, runs: list[Run]) -> Measured:
    return Measured(
        job=job,
        cpu_s=tuple(run["cpu_s"] for run in runs),
        wall_s=tuple(run["wall_s"] for run in runs),
        peak_mb=tuple(run["peak_mb"] for run in runs),
        figures=runs[-1]["figures"],
    )
