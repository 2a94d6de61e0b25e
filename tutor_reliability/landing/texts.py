"""The text of rejected rows as they were delivered, out of files whose every line is a row.

Files are gone through in large pieces, and only those with a rejected row are taken apart. Rows of
other files are read one by one, see `rewrite`.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from tutor_reliability.landing.lines import shown
from tutor_reliability.landing.parts import Part
from tutor_reliability.landing.rules import MAX_ROW_BYTES
from tutor_reliability.landing.scan import Text, open_text

_PIECE = 1 << 20


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
    first = 1
    now = next(wanted, None)
    with open_text(text.path, gzipped=text.gzipped) as stream:
        while now is not None and (piece := stream.read(_PIECE)):
            piece += stream.readline(MAX_ROW_BYTES + 2)
            after = first + piece.count(b"\n") + (not piece.endswith(b"\n"))
            if now < after:
                lines = piece.split(b"\n")
                while now is not None and now < after:
                    yield now, lines[now - first].removesuffix(b"\r")
                    now = next(wanted, None)
            first = after
