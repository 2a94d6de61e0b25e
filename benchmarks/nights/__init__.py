"""What a night costs on a long history, and what judging all of it anew costs.

The jobs, all on the same made-up marketplace, see `history`:

- bare: each tutor's late rate from the files of the history, in one query: what anything costs;
- rebuild: raw tables to tutor days, as on a first night, within 4 GB of memory;
- night: a night after, with late corrections, landing to eligibility, step by step;
- same_night: a night of 1,400 of those sessions, whatever the history;
- redelivery: that night once more, with the same files;
- checks: all checks up to rates, then a night, then its checks.

A case of twice the days has the same tutors and nights: how much dearer its nights are is what
the history's length adds to them.

The history is written and brought to its eve once; night and redelivery begin on a copy of that and
do something else than the barest query, so that no ratio is given for them.
"""

from benchmarks.job import Benchmark, Job
from benchmarks.nights.history import DAYS
from benchmarks.nights.work import prepare

_WORK = ("bare", "rebuild", "night", "same_night", "redelivery", "checks")
_LONGER = ("night", "redelivery", "checks")


def _jobs(rows: int) -> list[Job]:
    return _of(rows, DAYS, _WORK) + _of(2 * rows, 2 * DAYS, _LONGER)


def _of(sessions: int, days: int, works: tuple[str, ...]) -> list[Job]:
    prepare(sessions, days)
    case = {"sessions": sessions, "days": days}
    return [
        Job(name=work, case=case, function=f"benchmarks.nights.work:{work}", arguments=case)
        for work in works
    ]


benchmark = Benchmark(
    name="nights",
    ours="rebuild",
    sizes=(1_000_000,),
    jobs=_jobs,
    apart=("night", "same_night", "redelivery", "checks"),
)
