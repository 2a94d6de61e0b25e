"""The results that are kept: one JSON file a run of a benchmark, never changed again.

A file holds `benchmark`, `at`, `runs`, `ours`, `apart`, `machine`, and under `measured` one entry
a job: `job`, `case`, lists `cpu_s`, `wall_s`, `peak_mb` with one number a run, and `figures`.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.job import Benchmark, Case, Measured

RESULTS = Path(__file__).parent / "results"

Result = dict[str, Any]
Key = tuple[str, str]


def result_of(
    benchmark: Benchmark,
    measured: Iterable[Measured],
    *,
    at: datetime,
    runs: int,
    machine: Mapping[str, object],
) -> Result:
    """Put what was found into the shape that is kept."""
    return {
        "benchmark": benchmark.name,
        "at": at.isoformat(timespec="seconds"),
        "runs": runs,
        "ours": benchmark.ours,
        "apart": list(benchmark.apart),
        "machine": dict(machine),
        "measured": [
            {
                "job": one.job.name,
                "case": dict(one.job.case),
                "cpu_s": [round(cpu, 3) for cpu in one.cpu_s],
                "wall_s": [round(wall, 3) for wall in one.wall_s],
                "peak_mb": [round(peak, 1) for peak in one.peak_mb],
                "figures": dict(one.figures) | ({"lines": one.job.lines} if one.job.lines else {}),
            }
            for one in measured
        ],
    }


def keep(result: Result, folder: Path = RESULTS) -> Path:
    """Write a result beside the earlier ones."""
    stamp = result["at"].replace(":", "").replace("+0000", "Z")
    path = folder / f"{result['benchmark']}-{stamp}.json"
    path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return path


def kept(name: str, folder: Path = RESULTS) -> list[Result]:
    """Read what is kept of a benchmark, the oldest first."""
    files = sorted(folder.glob(f"{name}-*.json"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in files]


def all_kept(folder: Path = RESULTS) -> list[Result]:
    """Read what is kept of all benchmarks of jobs, the oldest first."""
    read = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")]
    return sorted((one for one in read if "measured" in one), key=lambda one: str(one["at"]))


def last_costs(results: Iterable[Result]) -> dict[Key, float]:
    """Give each job's CPU seconds when it was last measured, by job and case."""
    return {
        (one["job"], key_of(one["case"])): min(one["cpu_s"])
        for result in results
        for one in result["measured"]
    }


def key_of(case: Case) -> str:
    """Write a case in one line, always the same way."""
    return ", ".join(f"{name} {case[name]}" for name in sorted(case))
