"""The command: `python -m benchmarks.evidence` proves the score on years with planted truth.

The thresholds are those of the built-in policy. They were chosen on the calibration seed, which is
measured too and said to be that; what counts are the other seeds.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.evidence import told
from benchmarks.evidence.world import WORLDS
from benchmarks.evidence.year import Row
from benchmarks.job import ROOT
from benchmarks.machine import facts

CALIBRATED_ON = 5
_SEEDS = (6, 7)
_TUTORS = (2_000, 20_000)
_FOLDER = Path(__file__).parents[1] / "results"


def main(words: Sequence[str] | None = None) -> None:
    """Simulate the years asked for, print what was found, and keep it unless told otherwise."""
    asked = _parser().parse_args(words)
    if asked.redraw:
        told.write(newest(), ROOT)
        return
    at = datetime.now(UTC)
    cases = [
        {"world": world, "tutors": tutors, "seed": seed, "policy": asked.policy}
        for tutors in asked.tutors or _TUTORS
        for world in asked.world or [one.name for one in WORLDS]
        for seed in asked.seed or (CALIBRATED_ON, *_SEEDS)
    ]
    years = list(_judged(cases, at_once=asked.at_once))
    result: Row = {
        "at": at.isoformat(),
        "machine": facts(),
        "policy": asked.policy,
        "calibrated_on": CALIBRATED_ON,
        "years": years,
    }
    print("\n".join(told.table(result)))
    if asked.keep:
        kept = _FOLDER / f"evidence-{at:%Y-%m-%dT%H%M%SZ}.json"
        kept.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
        told.write(result, ROOT)


def newest() -> Row:
    """Read the newest kept result."""
    kept: Row = json.loads(max(_FOLDER.glob("evidence-*.json")).read_text("utf-8"))
    return kept


def _judged(cases: Sequence[Row], *, at_once: int) -> Iterator[Row]:
    with ThreadPoolExecutor(at_once) as pool:
        for found in pool.map(_judge, cases):
            print(f"  {found['world']}, {found['tutors']} tutors, seed {found['seed']}", flush=True)
            yield found


def _judge(case: Row) -> Row:
    """Judge a year in a process of its own: one takes a gigabyte, and gives it back."""
    program = (
        "import json, sys; from benchmarks.evidence.year import judge; "
        "print(json.dumps(judge(**json.load(sys.stdin))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(case),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )
    if done.returncode:
        raise RuntimeError(f"{case} failed:\n{done.stderr}")
    found: Row = json.loads(done.stdout.splitlines()[-1])
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
