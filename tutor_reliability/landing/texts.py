"""The text of rejected rows as they were delivered, out of files whose every line is a row.

Only those pieces are read again that hold a rejected row. Rows of other files are read one by one,
see `rewrite`.
"""

import csv
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from tutor_reliability.landing.lines import shown
from tutor_reliability.landing.parts import Part
from tutor_reliability.landing.scan import Text, open_text


def write_lines(parts: Sequence[Part], wanted: Iterable[tuple[int, int]], to: Path) -> None:
    """Write the text of rows, found by file and line, in that order.

    Args:
        parts: The files, each of which has been found to have one row a line.
        wanted: Place among the parts and line, sorted.
        to: A CSV without header: file_index, line, row.
    """
    with to.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for index, places in groupby(wanted, key=itemgetter(0)):
            text = parts[index].text
            if text is None:
                raise ValueError(f"{parts[index].file.relative} is no text")
            for line, row in _found(text, (line for _, line in places)):
                writer.writerow((index, line, shown(row.decode("utf-8"))))


def _found(text: Text, wanted: Iterator[int]) -> Iterator[tuple[int, bytes]]:
    """Give the lines that are wanted, counted from 1, without their ends."""
    firsts = [line for line, _ in text.pieces]
    ends = [start for _, start in text.pieces[1:]] + [text.size]
    with open_text(text.path, gzipped=text.gzipped) as stream:
        for piece, lines in groupby(wanted, key=lambda line: bisect_right(firsts, line) - 1):
            first, start = text.pieces[piece]
            stream.seek(start)
            rows = stream.read(ends[piece] - start).split(b"\n")
            for line in lines:
                yield line, rows[line - first].removesuffix(b"\r")
