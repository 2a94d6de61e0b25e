"""The heavy stage, raw tables to tutor days, in the warehouse and on Spark in one process.

The jobs, on a simulated marketplace that has landed (a tutor to 375 sessions, a year):

- duckdb: all of it is judged from the ground in the warehouse;
- spark: the same by the same models on `local[2]`, what goes over and comes back included;
- alike: compares the two row by row, in both directions; its figures count what differs.

Spark's Java is ended and counted within the job; its peak of memory is a figure of its own.
"""

from benchmarks.job import Benchmark, Job
from benchmarks.spark.work import ready

_JOBS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("duckdb", "in_warehouse", {}),
    ("spark", "on_spark", {"master": "local[2]"}),
    ("alike", "alike", {}),
)


def _jobs(rows: int) -> list[Job]:
    ready(rows)
    return [
        Job(
            name=name,
            case={"sessions": rows},
            function=f"benchmarks.spark.work:{function}",
            arguments={"rows": rows, **more},
        )
        for name, function, more in _JOBS
    ]


benchmark = Benchmark(name="spark", ours="duckdb", sizes=(1_000_000,), jobs=_jobs)
