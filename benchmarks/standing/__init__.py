"""Asking the rules of all tutors, the first night and a night on which one in a hundred is new.

The jobs, on incidents of a tenth as many tutors, with five times as many sessions that took place:

- first: everybody is folded;
- next: the night after, one tutor in a hundred has a new incident;

under iTutor's policy, and under one that uses the whole tutor half of the language.
"""

from benchmarks.job import Benchmark, Job

_NIGHTS = ("first", "next")
_POLICIES = ("itutor", "everything")


def _jobs(rows: int) -> list[Job]:
    return [
        Job(
            name=night,
            case={"policy": policy, "incidents": rows},
            function=f"benchmarks.standing.work:{night}",
            arguments={"incidents": rows, "policy": policy},
        )
        for policy in _POLICIES
        for night in _NIGHTS
    ]


benchmark = Benchmark(name="standing", ours="next", sizes=(1_000_000,), jobs=_jobs)
