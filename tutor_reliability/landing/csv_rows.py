"""What a row of a CSV is, exactly.

As for the engine: RFC 4180, blanks around a quoted field allowed, a quote inside an unquoted field
is text, empty fields beyond the header ignored.
"""

import re
from collections import deque
from collections.abc import Iterator
from functools import cache

from tutor_reliability.landing.lines import Broken, Line, Record, lines_of
from tutor_reliability.landing.rules import MAX_ROW_BYTES
from tutor_reliability.landing.scan import Text

MAX_LINES = 500
_UNCLOSED = re.compile(r' *"(?:[^"]|"")*+\Z')
_BEGINS_QUOTED = re.compile(r' *"')


class _QuoteError(ValueError):
    """A quoted field is not closed, or goes on after its end."""

    def __init__(self, *, unclosed: bool) -> None:
        super().__init__()
        self.unclosed = unclosed


def header_of(text: Text, delimiter: str = ",") -> list[str] | None:
    """Read the header of a CSV; None where its first line that is not empty cannot be read."""
    first = next((line for line in lines_of(text) if line.text), None)
    if first is None or first.fault:
        return None
    try:
        return [name.strip() for name in _fields(first.text, delimiter)]
    except _QuoteError:
        return None


def csv_records(text: Text, width: int, delimiter: str = ",") -> Iterator[Record | Broken]:
    """Give each row of a CSV below its header; what is no row is given as broken, line by line.

    After a broken line reading goes on with the very next one, so that a quote that was never
    closed takes no good row with it.

    Args:
        text: The file.
        width: Number of fields in the header.
        delimiter: What stands between fields.
    """
    lines = lines_of(text)
    next((line for line in lines if line.text), None)
    return iter(_CsvReader(lines, width, delimiter))


class _CsvReader:
    """Takes lines and makes rows of them, giving back those that a broken row had taken."""

    def __init__(self, lines: Iterator[Line], width: int, delimiter: str) -> None:
        self._lines = lines
        self._width = width
        self._delimiter = delimiter
        self._waiting: deque[Line] = deque()

    def __iter__(self) -> Iterator[Record | Broken]:
        commas = self._width - 1 if self._delimiter == "," else -1
        while (line := self._next()) is not None:
            text = line.text
            if line.fault:
                yield line.broken(*line.fault)
            elif text.count(",") == commas and '"' not in text and "\r" not in text and text:
                yield Record(line.number, None, text)
            elif text:
                yield self._row(line)

    def _next(self) -> Line | None:
        return self._waiting.popleft() if self._waiting else next(self._lines, None)

    def _row(self, first: Line) -> Record | Broken:
        taken = [first]
        while True:
            row = "\n".join(line.text for line in taken)
            try:
                fields = _fields(row, self._delimiter)
            except _QuoteError as error:
                if not (error.unclosed and self._take_up_to_a_quote(taken)):
                    return self._give_back(taken, "bad_quotes", "expected quotes in pairs")
                continue
            if self._width < len(fields) and not any(fields[self._width :]):
                fields = fields[: self._width]
            if len(fields) == self._width:
                return Record(first.number, fields, row)
            reason = "short_line" if len(fields) < self._width else "long_line"
            return self._give_back(taken, reason, f"{len(fields)} fields: expected {self._width}")

    def _take_up_to_a_quote(self, taken: list[Line]) -> bool:
        while len(taken) < MAX_LINES and (line := self._next()) is not None:
            if line.fault:
                self._waiting.appendleft(line)
                return False
            taken.append(line)
            if '"' in line.text:
                return sum(len(one.text) for one in taken) <= MAX_ROW_BYTES
        return False

    def _give_back(self, taken: list[Line], reason: str, detail: str) -> Broken:
        self._waiting.extendleft(reversed(taken[1:]))
        return taken[0].broken(reason, detail)


@cache
def _quoted(delimiter: str) -> re.Pattern[str]:
    return re.compile(rf' *"((?:[^"]|"")*+)" *({re.escape(delimiter)}|\Z)')


def _fields(row: str, delimiter: str) -> list[str]:
    """Split a row at its delimiters.

    Raises:
        _QuoteError: A quoted field does not end where a field may end.
    """
    if '"' not in row:
        return row.split(delimiter)
    quoted = _quoted(delimiter)
    fields: list[str] = []
    place = 0
    while True:
        if not _BEGINS_QUOTED.match(row, place):
            end = row.find(delimiter, place)
            goes_on = end >= 0
            fields.append(row[place:end] if goes_on else row[place:])
            place = end + 1
        elif found := quoted.match(row, place):
            fields.append(found[1].replace('""', '"'))
            goes_on = bool(found[2])
            place = found.end()
        else:
            raise _QuoteError(unclosed=_UNCLOSED.match(row, place) is not None)
        if not goes_on:
            return fields
