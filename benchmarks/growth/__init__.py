"""How a warehouse grows: a year of nights one by one, against the same logs landed at once.

The one job, on the made-up marketplace of the benchmark of nights, so many sessions a night:

- year: 365 nights, each with that night's files and late corrections of sessions before, every
  seventh with the files of the night before once more, and compaction after each as a run has it.
  It gives how many times as large as a fresh rebuild of the same logs the file is in the end, and
  was at most since the thirtieth night, and what the last nights cost.
"""

from benchmarks.job import Benchmark, Job


def _jobs(rows: int) -> list[Job]:
    return [
        Job(
            name="year",
            case={"sessions_a_night": rows},
            function="benchmarks.growth.work:year",
            arguments={"a_night": rows},
        )
    ]


benchmark = Benchmark(name="growth", ours="year", sizes=(2_000,), jobs=_jobs)
