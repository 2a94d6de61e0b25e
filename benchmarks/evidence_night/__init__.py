"""The evidence of a night: everybody's two rates, weighed for the first time and a night later.

The jobs, on a marketplace of so many tutors over a year and a half, see `history`:

- first: the whole history is weighed, and nothing was before;
- next: the night after, with its day, and a few sessions of the week before excused;
- sides: the side detectors alone, on the sessions themselves.

What the database does and what follows are told apart.
"""

import os

from benchmarks.evidence_night.work import prepare
from benchmarks.job import Benchmark, Job

_WORK = ("first", "next", "sides")


def _jobs(tutors: int) -> list[Job]:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as in a night; read by each job's process
    prepare(tutors)
    return [
        Job(
            name=work,
            case={"tutors": tutors},
            function=f"benchmarks.evidence_night.work:{work}",
            arguments={"tutors": tutors},
        )
        for work in _WORK
    ]


benchmark = Benchmark(name="evidence-night", ours="next", sizes=(20_000,), jobs=_jobs)
