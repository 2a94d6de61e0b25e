"""Where each job stands: its latest kept run, what it cost the time before, and ours beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.history import Result, key_of

SLOWER = 1.10
"""From this ratio to the time before a job is said to be slower; less is the machine's mood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One job of one case when it was measured last.

    Attributes:
        job: Which.
        case: Of what, in one line.
        at: When, ISO 8601.
        cpu_s: CPU seconds, the least of the runs.
        wall_s: Seconds on the clock, the least of the runs.
        peak_mb: Most memory of any run, megabytes.
        before: Its CPU seconds to those of the kept run before; None where there is none.
        ours: CPU seconds of ours, in the same run, to its own; None for ours, without it,
            and for a job that does something else.
        figures: What else it gave.
        machine: What it ran on.
    """

    job: str
    case: str
    at: str
    cpu_s: float
    wall_s: float
    peak_mb: float
    before: float | None
    ours: float | None
    figures: Mapping[str, float]
    machine: Mapping[str, Any]

    @property
    def is_slower(self) -> bool:
        """Whether it costs markedly more than the time before."""
        return self.before is not None and self.before >= SLOWER


def standings(results: Iterable[Result]) -> dict[str, list[Standing]]:
    """Give each benchmark's jobs as they stand, cases in order; results come oldest first."""
    found: dict[str, dict[tuple[str, str], Standing]] = {}
    for result in results:
        jobs = found.setdefault(result["benchmark"], {})
        for standing in _of(result, jobs):
            jobs[standing.case, standing.job] = standing
    return {name: [jobs[key] for key in _in_order(jobs)] for name, jobs in sorted(found.items())}


def _in_order(jobs: Mapping[tuple[str, str], Standing]) -> list[tuple[str, str]]:
    """Order by case, sizes as numbers; jobs of a case stay as they were measured."""

    def place(key: tuple[str, str]) -> list[tuple[int, int, str]]:
        words = key[0].replace(",", "").split()
        return [(0, int(word), "") if word.isdigit() else (1, 0, word) for word in words]

    return sorted(jobs, key=place)


def _of(result: Result, before: Mapping[tuple[str, str], Standing]) -> list[Standing]:
    cost = {(key_of(one["case"]), one["job"]): min(one["cpu_s"]) for one in result["measured"]}
    return [
        Standing(
            job=one["job"],
            case=case,
            at=result["at"],
            cpu_s=min(one["cpu_s"]),
            wall_s=min(one["wall_s"]),
            peak_mb=max(one["peak_mb"]),
            before=_ratio(min(one["cpu_s"]), last.cpu_s if last else None),
            ours=None
            if one["job"] in {result["ours"], *result.get("apart", ())}
            else _ratio(cost.get((case, result["ours"])), min(one["cpu_s"])),
            figures=one["figures"],
            machine=result["machine"],
        )
        for one in result["measured"]
        for case in [key_of(one["case"])]
        for last in [before.get((case, one["job"]))]
    ]


def _ratio(cost: float | None, other: float | None) -> float | None:
    return cost / other if cost is not None and other else None
