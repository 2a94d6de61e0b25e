"""The heavy stage, raw tables to tutor days, in the warehouse and on Spark.

The jobs, on a simulated marketplace that has landed (a tutor to 375 sessions, a year):

- duckdb: all of it is judged from the ground in the warehouse;
- spark: the same by the same models on `local[2]`, what goes over and comes back included;
- cluster: the same on a standalone master with two workers of a core each, over loopback;
- lost: as cluster, and a worker is killed while facts are being written; up to a million sessions;
- alike: counts the rows of each that were compared with DuckDB's, and those that differ.

Spark's Javas end within the job, so that their CPU seconds are counted. Their peaks of memory are
figures of their own, and so is what went through shuffles and lay in the folder as Parquet.
"""

from benchmarks.job import Benchmark, Job
from benchmarks.spark.work import ready

_LOST_UP_TO = 1_000_000
_JOBS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("duckdb", "work:in_warehouse", {}),
    ("spark", "on_spark:on_spark", {}),
    ("cluster", "on_spark:on_cluster", {}),
    ("lost", "on_spark:on_cluster", {"lost": "lost"}),
)


def _jobs(rows: int) -> list[Job]:
    ready(rows)
    run = [one for one in _JOBS if one[0] != "lost" or rows <= _LOST_UP_TO]
    names = " ".join(name for name, *_ in run if name != "duckdb")
    return [
        Job(
            name=name,
            case={"sessions": rows},
            function=f"benchmarks.spark.{function}",
            arguments={"rows": rows, **more},
        )
        for name, function, more in (*run, ("alike", "work:alike", {"names": names}))
    ]


benchmark = Benchmark(name="spark", ours="duckdb", sizes=(1_000_000,), jobs=_jobs, apart=("alike",))
