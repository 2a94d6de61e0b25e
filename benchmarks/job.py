"""What is measured: jobs, the benchmark they belong to, and what was found."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
CACHE = ROOT / "build" / "benchmarks"
"""Where files to measure on are kept; git ignores it."""

Case = Mapping[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One function to measure.

    Attributes:
        name: Which way of doing it this is.
        case: What it is done to: jobs of one case are compared.
        function: Where it is, as module:name. It gives figures of its own, or nothing.
        arguments: What it is called with; JSON knows their types.
        python: The interpreter it runs in; this one unless named.
        lines: Lines of code it takes, where that is compared; else 0.
    """

    name: str
    case: Case
    function: str
    arguments: Mapping[str, str | int]
    python: str = ""
    lines: int = 0


def nothing_to_prove(jobs: list[Job]) -> None:
    """Take it that the jobs of a benchmark need not agree."""
    del jobs


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """Jobs that do the same in several ways.

    Attributes:
        name: What it is called on the command line and in the results.
        ours: The job that is ours; the others stand beside it.
        sizes: Rows to measure at, unless others are asked for.
        jobs: Gives the jobs for a number of rows, with their files in place.
        proof: Raises where jobs of one size, once run, did not come to the same.
        apart: Jobs measured with the others that do something else: nothing stands beside them.
        runs: How often each job runs, unless told otherwise.
    """

    name: str
    ours: str
    sizes: tuple[int, ...]
    jobs: Callable[[int], Sequence[Job]]
    proof: Callable[[list[Job]], None] = nothing_to_prove
    apart: tuple[str, ...] = ()
    runs: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What the runs of one job cost, in the order they ran.

    Attributes:
        job: Which.
        cpu_s: CPU seconds, user and system, all threads and children.
        wall_s: Seconds on the clock.
        peak_mb: Most memory resident at once, megabytes, the interpreter's own included.
        figures: What the job gave in its last run.
    """

    job: Job
    cpu_s: tuple[float, ...]
    wall_s: tuple[float, ...]
    peak_mb: tuple[float, ...]
    figures: Mapping[str, float]
