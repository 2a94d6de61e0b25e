"""The job of a night beside other tools, each as a careful user of it would write it.

The job: read sessions and cancellations, reject rows with a reason, keep the newest version of
each, join, say of each session whether the tutor lost it late (24 hours' notice, by whose doing),
count by tutor and day, and give each tutor's late rate over 30, 90 and 365 days with its Wilson
interval. The jobs, on the same Parquet files, those of the landing benchmark:

- pandas, polars: one module of functions each;
- dbt, sqlmesh: a project of models with tests on their keys, on DuckDB;
- ours: a night from landing to rates and their checks; `ours` tells what it does beyond the job;
- next: our night after it, with the rows of one more day; the others would do all again. It does
  something else than they, so that no ratio is given.

They run in an environment of their own, see `make bench`. All must reject the same lines for the
same reasons, and count the same sessions and late ones for each tutor and window: `agree` fails
the benchmark otherwise. Two things stand between that and our own rates, and are set aside there:
agreed rebookings, which the policy forgives, and sessions known from their cancellation alone.
"""

from pathlib import Path

from benchmarks.job import CACHE, ROOT, Benchmark, Job
from benchmarks.peers import size

PYTHON = ROOT / "build" / "peers" / "bin" / "python"
OTHERS = ("pandas", "polars", "dbt", "sqlmesh")


def _jobs(rows: int) -> list[Job]:
    from benchmarks.peers.logs import first_and_next  # noqa: PLC0415 - the peers lack our libraries

    logs, next_day = first_and_next(rows)
    out = CACHE / "peers" / str(rows)
    case = {"rows": rows}
    others = [
        Job(
            name=other,
            case=case,
            function=f"benchmarks.peers.with_{other}:night",
            arguments={"logs": str(logs), "out": str(out / other)},
            python=str(PYTHON),
            lines=size.of_peer(other),
        )
        for other in OTHERS
    ]
    ours = [
        Job(
            name=name,
            case=case,
            function=f"benchmarks.peers.ours:{function}",
            arguments={"logs": str(its), "out": str(out / "ours")},
            lines=size.of_ours(),
        )
        for name, function, its in (("ours", "night", logs), ("next", "night_after", next_day))
    ]
    return [*others, *ours]


def _agree(jobs: list[Job]) -> None:
    from benchmarks.peers.agree import agree  # noqa: PLC0415

    outs = {job.name: Path(str(job.arguments["out"])) for job in jobs if job.name != "next"}
    if "ours" in outs:
        agree(outs)


benchmark = Benchmark(
    name="peers", ours="ours", sizes=(1_000_000,), jobs=_jobs, proof=_agree, apart=("next",)
)
