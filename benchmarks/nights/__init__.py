"""What a night costs on a long history, and what judging all of it anew costs.

The jobs, all on the same made-up marketplace, see `history`:

- bare: each tutor's late rate from the files of the history, in one query: what anything costs;
- rebuild: raw tables to tutor days, as on a first night, within 4 GB of memory;
- night: the night after, with late corrections, landing to eligibility, step by step;
- same_night: a night of 1,400 of those sessions, whatever the history;
- redelivery: that night once more, with the same files.

The history is written and brought to its last night once; night and redelivery begin on a copy of
that and do something else than the barest query, so that no ratio is given for them.
"""

from benchmarks.job import Benchmark, Job
from benchmarks.nights.work import prepare

_WORK = ("bare", "rebuild", "night", "same_night", "redelivery")


def _jobs(rows: int) -> list[Job]:
    prepare(rows)
    return [
        Job(
            name=work,
            case={"sessions": rows},
            function=f"benchmarks.nights.work:{work}",
            arguments={"sessions": rows},
        )
        for work in _WORK
    ]


benchmark = Benchmark(
    name="nights",
    ours="rebuild",
    sizes=(1_000_000,),
    jobs=_jobs,
    apart=("night", "redelivery"),
)
