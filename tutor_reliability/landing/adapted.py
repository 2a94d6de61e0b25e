"""The records of an export put down by log: as rows that any engine reads, and what is no row.

An export is read once for all its logs. A file in which several records begin on one line is
numbered by record instead of by line, so that a number names one record.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from tutor_reliability.landing.discover import LogFile
from tutor_reliability.landing.layout import STATED_LINE
from tutor_reliability.landing.lines import Record, shown
from tutor_reliability.landing.rules import MAX_ROW_BYTES
from tutor_reliability.landing.scan import open_text
from tutor_reliability.sources.adapter import Adapter, Export, Given, Taken
from tutor_reliability.sources.source import delivered_columns

Records = Callable[[], Iterator[Taken]]

_MAX_DETAIL = 1_000
_writer = partial(csv.writer, quoting=csv.QUOTE_ALL, lineterminator="\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class PutDown:
    """The rows of one log: where they are, how many, and the records that are none."""

    path: Path
    rows: int
    broken_path: Path
    broken: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapted:
    """An export whose records have been read.

    Attributes:
        logs: What it gives to each log.
        records: Reads it again.
        by_record: Whether it is numbered by record.
    """

    logs: dict[str, PutDown]
    records: Records
    by_record: bool

    def texts(self) -> Iterator[Record]:
        """Give the text of each record, by the number that its rows bear."""
        for line, one in _numbered(self.records(), by_record=self.by_record):
            yield Record(line, (), one.text)


def records_of_export(file: LogFile, adapter: Adapter) -> Records:
    """Say how to read the records of a platform's export."""
    stated = file.source.encoding
    encoding = "utf-8-sig" if stated == "utf-8" else stated

    def opened() -> TextIO:
        stream = open_text(file.path, gzipped=file.gzipped)
        return TextIOWrapper(stream, encoding, "surrogateescape", newline="")

    export = Export(name=file.relative, open=opened, source=file.source)
    return lambda: adapter.read(export)


def put_down(records: Records, logs: Sequence[str], spare: Callable[[], Path]) -> Adapted:
    """Read an export once and put its records down by log.

    Args:
        records: Reads it.
        logs: The logs it gives; what gives nothing is accounted for in the first.
        spare: Gives paths for what is put down.
    """
    by_record = False
    try:
        found = _put_down(_numbered(records(), by_record=False), logs, spare)
    except _SharedLineError:
        by_record = True
        found = _put_down(_numbered(records(), by_record=True), logs, spare)
    return Adapted(logs=found, records=records, by_record=by_record)


class _SharedLineError(Exception):
    """A record begins on a line that one before it begins on."""


def _numbered(records: Iterator[Taken], *, by_record: bool) -> Iterator[tuple[int, Taken]]:
    """Give each record with its line, or with its number.

    Raises:
        _SharedLineError: Lines were asked for, and do not tell the records apart.
    """
    last = 0
    for number, one in enumerate(records, start=1):
        if by_record:
            yield number, one
            continue
        if one.line <= last:
            raise _SharedLineError
        last = one.line
        yield last, one


class _Sheet:
    """Where the rows of one log are written, and the records that are none."""

    def __init__(self, log: str, rows: TextIO, broken: TextIO) -> None:
        self._names = tuple(column.name for column in delivered_columns(log))
        self._rows, self._broken = _writer(rows), _writer(broken)
        self._rows.writerow((STATED_LINE, *self._names))
        self.rows = self.broken = 0

    def put(self, line: int, given: Given, text: str) -> None:
        if strange := given.values.keys() - set(self._names):
            raise ValueError(f"{given.log} has no column {min(strange)!r}: a bug of the adapter")
        fields = [given.values.get(name) for name in self._names]
        fault = _fault("".join(field for field in fields if field))
        if fault:
            self.refuse(line, *fault, text)
            return
        self.rows += 1
        self._rows.writerow((line, *fields))

    def refuse(self, line: int, reason: str, detail: str, text: str) -> None:
        self.broken += 1
        self._broken.writerow((line, reason, shown(detail)[:_MAX_DETAIL], shown(text)))


def _put_down(
    records: Iterator[tuple[int, Taken]], logs: Sequence[str], spare: Callable[[], Path]
) -> dict[str, PutDown]:
    paths = {log: (spare(), spare()) for log in logs}
    with ExitStack() as stack:
        sheets = {
            log: _Sheet(log, *(stack.enter_context(_to_write(path)) for path in pair))
            for log, pair in paths.items()
        }
        for line, one in records:
            if one.reason is not None:
                sheets[logs[0]].refuse(line, one.reason, one.detail, one.text)
            elif not one.gives or len({given.log for given in one.gives}) < len(one.gives):
                raise ValueError(f"record {line} gives {one.gives!r}: a bug of the adapter")
            for given in one.gives:
                sheets[given.log].put(line, given, one.text)
    return {
        log: PutDown(
            path=paths[log][0],
            rows=sheet.rows,
            broken_path=paths[log][1],
            broken=sheet.broken,
        )
        for log, sheet in sheets.items()
    }


def _to_write(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="")


def _fault(joined: str) -> tuple[str, str] | None:
    """Say why values cannot be kept, if so."""
    if "\0" in joined:
        return "nul_byte", "a value holds a NUL"
    if len(joined) > MAX_ROW_BYTES:
        return "long_row", f"expected at most {MAX_ROW_BYTES} characters"
    try:
        joined.encode("utf-8")
    except UnicodeEncodeError:
        return "bad_encoding", "a value holds bytes that are no text: expected UTF-8"
    return None
