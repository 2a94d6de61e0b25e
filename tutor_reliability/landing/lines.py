"""Read a text log line by line: where each line stands, and which cannot be read at all.

The engine reads plain files faster; this is for those it cannot be trusted with, and for fetching
the text of rejected rows. What a row is, is in `csv_rows` and `json_rows`.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tutor_reliability.landing.rules import MAX_ROW_BYTES
from tutor_reliability.landing.scan import BOM, Text, open_text

_SHOWN = 10_000


class Record(NamedTuple):
    """A row: the line it begins on, its fields, and its text.

    A field is text, or None for null. Fields are None where the text is the row as it stands: one
    line of a CSV without quotes, to be split at its commas.
    """

    line: int
    fields: Sequence[str | None] | None
    row: str


class Broken(NamedTuple):
    """A line that is no row: its reason code, what is wrong with it, and its text."""

    line: int
    reason: str
    detail: str
    row: str


class Line(NamedTuple):
    """A line without its end, and why it cannot be read."""

    number: int
    text: str
    fault: tuple[str, str] | None = None

    def broken(self, reason: str, detail: str) -> Broken:
        """Say that it is no row."""
        return Broken(self.number, reason, detail, self.text)


def shown(row: str) -> str:
    """Cut a row to what is kept of it, with every character one that a table can hold."""
    cut = row if len(row) <= _SHOWN else row[:_SHOWN] + "…"
    return cut.replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode("utf-8")


def lines_of(text: Text) -> Iterator[Line]:
    """Give the lines without their ends, counted from 1."""
    number = 0
    with open_text(text.path, gzipped=text.gzipped) as stream:
        while raw := stream.readline(MAX_ROW_BYTES + 2):
            number += 1
            if number == 1:
                raw = raw.removeprefix(BOM)
            if len(raw) > MAX_ROW_BYTES and not raw.endswith(b"\n"):
                while (rest := stream.readline(MAX_ROW_BYTES)) and not rest.endswith(b"\n"):
                    pass
            yield _line(number, raw.removesuffix(b"\n").removesuffix(b"\r"))


def _line(number: int, raw: bytes) -> Line:
    if len(raw) > MAX_ROW_BYTES:
        head = raw[: 2 * _SHOWN].decode("utf-8", "backslashreplace")
        return Line(number, head, ("long_row", f"expected at most {MAX_ROW_BYTES} bytes"))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        what = f"byte {error.start + 1} is 0x{raw[error.start]:02x}: expected UTF-8"
        return Line(number, raw.decode("utf-8", "backslashreplace"), ("bad_encoding", what))
    if "\0" in text:
        return Line(number, text, ("nul_byte", f"character {text.index(chr(0)) + 1} is a NUL"))
    return Line(number, text)
