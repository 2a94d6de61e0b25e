"""Files that the engine cannot be trusted with, written anew for it, and the text of their rows.

Whatever turns a delivered file into rows in Python comes in here: it gives records and broken
lines, and from then on its rows go the way of all others.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

from tutor_reliability.landing.adapted import PutDown
from tutor_reliability.landing.csv_rows import csv_records
from tutor_reliability.landing.json_rows import json_records
from tutor_reliability.landing.layout import STATED_LINE
from tutor_reliability.landing.lines import Broken, Record, shown
from tutor_reliability.landing.parts import Part

BROKEN_COLUMNS = ("file_index", "line", "reason", "detail", "row")
TEXT_COLUMNS = ("file_index", "line", "row")

_writer = partial(csv.writer, quoting=csv.QUOTE_ALL, lineterminator="\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """A file written anew: where, its rows, and the lines that are none."""

    path: Path
    rows: int
    broken: int


def records_of(part: Part) -> Iterator[Record | Broken]:
    """Read a file line by line, its fields in the order of its layout."""
    if part.adapted:
        return part.adapted.texts()
    if part.text is None:
        raise ValueError(f"{part.file.relative} is no text")
    if part.width:
        return csv_records(part.text, part.width)
    return json_records(part.text, part.layout.keys)


def rewrite(part: Part, index: int, *, to: Path, broken_to: Path) -> Rewritten:
    """Write a file's rows as a CSV that any engine reads alike, and its broken lines beside them.

    Its columns are the line of each row, then those of the file's layout.

    Args:
        part: The file.
        index: Its place among those read together.
        to: Where the rows go.
        broken_to: Where the broken lines go; they are appended.
    """
    if part.adapted:
        return _put_down(part.adapted.logs[part.file.log], index, broken_to)
    rows = broken = 0
    with (
        to.open("w", encoding="utf-8", newline="") as out,
        broken_to.open("a", encoding="utf-8", newline="") as broken_out,
    ):
        writer, broken_writer = _writer(out), _writer(broken_out)
        writer.writerow((STATED_LINE, *part.layout.names))
        for one in records_of(part):
            if isinstance(one, Broken):
                broken += 1
                broken_writer.writerow((index, one.line, one.reason, one.detail, shown(one.row)))
                continue
            rows += 1
            if one.fields is None:
                out.write(f"{one.line},{one.row}\n")
            else:
                writer.writerow((one.line, *one.fields))
    return Rewritten(path=to, rows=rows, broken=broken)


def _put_down(found: PutDown, index: int, broken_to: Path) -> Rewritten:
    """Take rows that have been put down already, and add the broken ones to the others'."""
    with (
        found.broken_path.open(encoding="utf-8", newline="") as broken,
        broken_to.open("a", encoding="utf-8", newline="") as out,
    ):
        _writer(out).writerows((index, *row) for row in csv.reader(broken))
    return Rewritten(path=found.path, rows=found.rows, broken=found.broken)


def write_texts(parts: list[Part], wanted: Iterable[tuple[int, int]], to: Path) -> None:
    """Write the text of rows, found by file and line, in that order.

    Args:
        parts: The files.
        wanted: Place among the parts and line, sorted.
        to: A CSV without header: file_index, line, row.
    """
    with to.open("w", encoding="utf-8", newline="") as out:
        writer = _writer(out)
        left = (one for one, _ in groupby(wanted))
        now = next(left, None)
        for index, part in enumerate(parts):
            if now is None or now[0] != index:
                continue
            for one in records_of(part):
                if now == (index, one.line):
                    writer.writerow((index, one.line, shown(one.row)))
                    now = next(left, None)
                    if now is None or now[0] != index:
                        break
