"""Writing the logs: compressed the same way every time, in one file a log or one a day."""

import gzip
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import BufferedIOBase
from pathlib import Path

import numpy as np
import polars as pl

from tutor_reliability.simulate import spelling
from tutor_reliability.simulate.dirt import Planted
from tutor_reliability.simulate.plan import DAY, Plan

COMPRESSION_LEVEL = 9
ROWS_AT_ONCE = 200_000
REQUIRED = ("sessions", "cancellations")
Frames = Callable[[pl.DataFrame], pl.DataFrame]
Report = Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """One log to write.

    Attributes:
        name: Name of the log.
        compact: Its rows, final versions.
        spell: Makes canonical columns of compact rows.
        versions: Makes of the final versions all versions, with `known`, in seconds.
        planted: Rows to write after the clean ones.
    """

    name: str
    compact: pl.DataFrame
    spell: Frames
    versions: Frames
    planted: list[Planted]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written of one log.

    Attributes:
        rows: How many rows.
        size: Bytes of its files.
        lines: File and line of each row planted with a kind, in their order.
    """

    rows: int
    size: int
    lines: list[tuple[str, int, Planted]]


@contextmanager
def compressed(path: Path) -> Iterator[BufferedIOBase]:
    """Open a gzip file that holds no time and no name, and appears only when it is complete."""
    part = path.with_name(path.name + ".part")
    with (
        part.open("wb") as raw,
        gzip.GzipFile("", "wb", COMPRESSION_LEVEL, fileobj=raw, mtime=0) as file,
    ):
        yield file
    os.replace(part, path)  # noqa: PTH105


def write_single(out: Path, log: Log, report: Report) -> Written:
    """Write a log to one file.

    Args:
        out: The log directory.
        log: What to write.
        report: Told the share that is done.
    """
    name = f"{log.name}.csv.gz"
    rows = log.compact.filter("keep")
    planted = [row for row in log.planted if not row.nightly]
    with compressed(out / name) as file:
        file.write(spelling.csv(log.spell(rows.clear()), header=True))
        for begin in range(0, len(rows), ROWS_AT_ONCE):
            file.write(spelling.csv(log.spell(rows[begin : begin + ROWS_AT_ONCE])))
            report(begin / len(rows))
        file.write(_text(planted, log))
    report(1.0)
    return Written(
        rows=len(rows) + len(planted),
        size=(out / name).stat().st_size,
        lines=_lines(name, len(rows), planted),
    )


def write_daily(plan: Plan, out: Path, log: Log, report: Report) -> Written:
    """Write a log to one file a day, each holding what became known on that day.

    What was known before the first day is in the first file.
    """
    (out / log.name).mkdir(parents=True, exist_ok=True)
    rows = log.versions(log.compact)
    day = ((pl.col("known") - plan.first) // DAY).clip(0, plan.days - 1)
    rows = rows.with_columns(day=day).sort("day", maintain_order=True)
    bounds = np.searchsorted(rows["day"].to_numpy(), np.arange(plan.days + 1))
    written = Written(rows=0, size=0, lines=[])
    for number in range(plan.days):
        today = rows[bounds[number] : bounds[number + 1]]
        planted = [row for row in log.planted if _day(plan, row) == number]
        if len(today) or planted or log.name in REQUIRED:
            name = f"{log.name}/{plan.first_day + timedelta(days=number)}.csv.gz"
            written = _plus(written, _write_day(out / name, name, log, today, planted))
        report((number + 1) / plan.days)
    return written


def _write_day(
    path: Path, name: str, log: Log, today: pl.DataFrame, planted: list[Planted]
) -> Written:
    with compressed(path) as file:
        file.write(spelling.csv(log.spell(today), header=True))
        file.write(_text(planted, log))
    return Written(
        rows=len(today) + len(planted),
        size=path.stat().st_size,
        lines=_lines(name, len(today), planted),
    )


def _plus(left: Written, right: Written) -> Written:
    return Written(
        rows=left.rows + right.rows,
        size=left.size + right.size,
        lines=left.lines + right.lines,
    )


def _day(plan: Plan, planted: Planted) -> int:
    return min(max((planted.known - plan.first) // DAY, 0), plan.days - 1)


def _text(planted: list[Planted], log: Log) -> bytes:
    columns = log.spell(log.compact.clear()).columns
    schema = dict.fromkeys(columns, pl.String)
    return spelling.csv(pl.DataFrame([row.row for row in planted], schema=schema))


def _lines(name: str, before: int, planted: list[Planted]) -> list[tuple[str, int, Planted]]:
    """Number the planted rows; the header is line 1."""
    return [(name, before + 2 + at, row) for at, row in enumerate(planted) if row.kind]


def write_table(path: Path, table: pl.DataFrame) -> None:
    """Write a small table beside the logs, uncompressed."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(spelling.csv(table, header=True))
    os.replace(part, path)  # noqa: PTH105
