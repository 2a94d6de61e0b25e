"""What Spark used, asked of it and of the kernel before it ends."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tutor_reliability.engines.spark.engine import OnSpark

_MADE = ("stage.", "cut.", "core.tutor_days")
_KILO = 1024
_MEGA = 1e6


def moved(engine: OnSpark) -> dict[str, float]:
    """Ask Spark what went through its shuffles, and its folder what lies there, as Parquet."""
    handed, made = 0, 0
    for file in Path(engine.exchange.ours).glob("*/*.parquet"):
        its = file.stat().st_size
        if file.parent.name.partition(".")[2].startswith(_MADE):
            made += its
        else:
            handed += its
    shuffled = sum(int(one.totalShuffleWrite()) for one in _executors(engine))
    return {
        "shuffled_mb": shuffled / _MEGA,
        "handed_over_mb": handed / _MEGA,
        "made_mb": made / _MEGA,
    }


def peak_mb(processes: Iterable[int]) -> float:
    """Give the most memory that any of some processes had resident, megabytes."""
    return max((_resident(one) for one in processes), default=0.0)


def _resident(process: int) -> float:
    """Read it of the kernel, which has forgotten it of a process that has ended."""
    told = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    peaks = (line for line in told.splitlines() if line.startswith("VmHWM:"))
    return max((int(one.split()[1]) / _KILO for one in peaks), default=0.0)


def _executors(engine: OnSpark) -> list[Any]:
    """Give what Spark tells of each executor, also of those that were lost."""
    told = engine.session.sparkContext._jsc.sc().statusStore().executorList(False)  # noqa: SLF001, FBT003
    return [told.apply(number) for number in range(told.size())]
