"""The command: `python -m benchmarks` runs all, `python -m benchmarks landing` one."""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby

from benchmarks import (
    document,
    evidence_night,
    growth,
    history,
    landing,
    nights,
    overhead,
    page,
    peers,
    report,
    spark,
    standing,
)
from benchmarks.job import ROOT, Benchmark, Job
from benchmarks.machine import facts
from benchmarks.measure import Run, measure

_ALL = (overhead, landing, standing, nights, growth, evidence_night, peers, spark)
BENCHMARKS = {one.benchmark.name: one.benchmark for one in _ALL}


def main(words: Sequence[str] | None = None) -> None:
    """Measure what is asked for, print it, and keep it unless told otherwise."""
    asked = _parser().parse_args(words)
    for name in asked.names or BENCHMARKS:
        _one(BENCHMARKS[name], asked)
    if asked.keep:
        told = history.all_kept()
        print(f"told in {document.write(told, ROOT)} and {page.write(told, ROOT)}")


def _one(benchmark: Benchmark, asked: argparse.Namespace) -> None:
    started, machine = datetime.now(UTC), facts()
    jobs = [
        job
        for size in asked.rows or benchmark.sizes
        for job in benchmark.jobs(size)
        if asked.only is None or asked.only in history.key_of(job.case)
    ]
    runs = asked.runs or benchmark.runs
    measured = measure(jobs, runs=runs, told=_told)
    for _, of_case in groupby(jobs, key=lambda job: dict(job.case)):
        benchmark.proof(list(of_case))
    result = history.result_of(benchmark, measured, at=started, runs=runs, machine=machine)
    before = history.last_costs(history.kept(benchmark.name))
    print("\n".join(report.lines(result, before)))
    if asked.keep:
        print(f"kept in {history.keep(result)}")


def _told(job: Job, run: Run) -> None:
    print(f"  {history.key_of(job.case)}, {job.name}: {run['cpu_s']:.2f} CPU s", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(BENCHMARKS)}")
    parser.add_argument(
        *("--rows", "--tutors", "--nights"),
        dest="rows",
        type=int,
        action="append",
        help="how many of what the benchmark counts; may be repeated",
    )
    parser.add_argument("--runs", type=int, help="of each job (default 3, of a long one 1)")
    parser.add_argument("--only", help="only cases with this in their name, such as csv.gz")
    parser.add_argument(
        "--keep", action=argparse.BooleanOptionalAction, default=True, help="write the result down"
    )
    return parser


if __name__ == "__main__":
    main()
