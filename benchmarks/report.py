"""A result in words: a line a job, its ratio to the last time, and ours beside the others."""

from collections.abc import Iterator, Mapping
from statistics import median

from benchmarks.history import Key, Result, key_of

_HEAD = (
    f"{'case':28}{'job':8}{'CPU s':>8}{'median':>8}{'wall s':>8}{'peak MB':>9}{'last time':>11}"
    f"{'ours is':>9}"
)


def lines(result: Result, before: Mapping[Key, float]) -> Iterator[str]:
    """Say what was found, the least of the runs first; `ours is 2.0x` what this job costs."""
    yield _HEAD
    ours = {
        key_of(one["case"]): min(one["cpu_s"])
        for one in result["measured"]
        if one["job"] == result["ours"]
    }
    alone = {result["ours"], *result.get("apart", ())}
    for one in result["measured"]:
        case = key_of(one["case"])
        cost = min(one["cpu_s"])
        last = before.get((one["job"], case))
        yield (
            f"{case:28}{one['job']:8}{cost:8.2f}{median(one['cpu_s']):8.2f}"
            f"{min(one['wall_s']):8.2f}{max(one['peak_mb']):9.0f}"
            f"{_ratio(cost, last):>11}"
            f"{'' if one['job'] in alone else _ratio(ours.get(case), cost):>9}"
        )


def _ratio(cost: float | None, other: float | None) -> str:
    return f"{cost / other:.2f}x" if cost and other else "new"
