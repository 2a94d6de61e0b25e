"""How a warehouse grows: nights one by one, against the same logs landed at once.

The one job, on the made-up marketplace of the benchmark of nights with 1,000 sessions a night:

- year: so many nights, each with that night's files and late corrections of sessions before, every
  seventh with the files of the night before once more; a checkpoint behind every step and
  compaction after each night, as a run has them. It gives how many times as large as a fresh
  rebuild of the same logs the file is in the end; how many times as large as its packed rows it was
  on average, at most, and at most once those were 8 MB (2 MB more are let be); how often
  it was copied; and the CPU seconds of the nights, of deciding and copying, and of one night of the
  last thirty.
"""

from benchmarks.job import Benchmark, Job

_A_NIGHT = 1_000


def _jobs(nights: int) -> list[Job]:
    return [
        Job(
            name="year",
            case={"nights": nights, "sessions a night": _A_NIGHT},
            function="benchmarks.growth.work:year",
            arguments={"a_night": _A_NIGHT, "nights": nights},
        )
    ]


benchmark = Benchmark(name="growth", ours="year", sizes=(365,), jobs=_jobs, runs=1)
