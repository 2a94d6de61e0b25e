"""Landing sessions and cancellations, beside what DuckDB alone needs to read the same files.

The jobs, each on the same files in the same run, all with DuckDB's own choice of threads:

- scan: every column of every row parsed to its type, and its greatest value taken;
- read: the same into a table in memory;
- load: the same into a table of a new database file;
- land: what we do: the same into the warehouse, with every row's line, hash and fate.

Scan, read and load pass over rows that do not parse, without a word.
"""

from benchmarks.job import Benchmark, Job
from benchmarks.landing.logs import FORMS, delivered

_WORK = ("scan", "read", "load", "land")


def _jobs(rows: int) -> list[Job]:
    return [
        Job(
            name=work,
            case={"form": form, "rows": rows},
            function=f"benchmarks.landing.work:{work}",
            arguments={"folder": str(folder), "form": form},
        )
        for form in FORMS
        for folder in [delivered(rows, form)]
        for work in _WORK
    ]


benchmark = Benchmark(name="landing", ours="land", sizes=(1_000_000,), jobs=_jobs)
