"""The command: `python -m benchmarks.evidence` proves the score on years with planted truth.

The thresholds are those of the built-in policy. They were set with the calibration seed, which is
left out of the document, and with a look at the usual others; `--seed` measures any.
"""

import argparse
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from benchmarks.evidence import told
from benchmarks.evidence.world import WORLDS
from benchmarks.evidence.year import Row
from benchmarks.history import keep, kept
from benchmarks.job import ROOT, Case, Job
from benchmarks.machine import facts
from benchmarks.measure import run_alone

CALIBRATED_ON = 5
_SEEDS = (6, 7, 8)
_TUTORS = (2_000, 20_000)
_NAME = "evidence"


def main(words: Sequence[str] | None = None) -> None:
    """Simulate the years asked for, print what was found, and keep it unless told otherwise."""
    asked = _parser().parse_args(words)
    if asked.redraw:
        told.write(newest(), ROOT)
        return
    at = datetime.now(UTC)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # years side by side share the cores
    cases: list[Case] = [
        {"world": world, "tutors": tutors, "seed": seed, "policy": asked.policy}
        for tutors in asked.tutors or _TUTORS
        for world in asked.world or [one.name for one in WORLDS]
        for seed in asked.seed or (CALIBRATED_ON, *_SEEDS)
    ]
    years = list(_judged(cases, at_once=asked.at_once))
    result: Row = {
        "benchmark": _NAME,
        "at": at.isoformat(timespec="seconds"),
        "machine": facts(),
        "policy": asked.policy,
        "calibrated_on": CALIBRATED_ON,
        "years": years,
    }
    print("\n".join(told.table(result)))
    if asked.keep:
        keep(result)
        told.write(result, ROOT)


def newest() -> Row:
    """Read the newest kept result."""
    return kept(_NAME)[-1]


def _judged(cases: Sequence[Case], *, at_once: int) -> Iterator[Row]:
    with ThreadPoolExecutor(at_once) as pool:
        for found in pool.map(_judge, cases):
            print(f"  {found['world']}, {found['tutors']} tutors, seed {found['seed']}", flush=True)
            yield found


def _judge(case: Case) -> Row:
    """Judge a year in a process of its own: one takes a gigabyte, and gives it back."""
    job = Job(name="score", case=case, function="benchmarks.evidence.year:judge", arguments=case)
    found: Row = run_alone(job)["figures"]
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evidence", description=__doc__)
    parser.add_argument("--world", action="append", choices=[one.name for one in WORLDS])
    parser.add_argument("--tutors", type=int, action="append", help="may be repeated")
    parser.add_argument("--seed", type=int, action="append", help="may be repeated")
    parser.add_argument("--policy", default="itutor", help="whose thresholds are measured")
    parser.add_argument("--at-once", type=int, default=2, help="years at a time (default 2)")
    parser.add_argument(
        "--keep", action=argparse.BooleanOptionalAction, default=True, help="write it down"
    )
    parser.add_argument(
        "--redraw", action="store_true", help="measure nothing; write the newest kept result anew"
    )
    return parser


if __name__ == "__main__":
    main()
