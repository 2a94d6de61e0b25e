"""Rows that a source file puts together: joined columns, fixed values, one file for several logs.

They are read here record by record; what a value must be is judged later, as for any row.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tutor_reliability.errors import ContractError, LogError
from tutor_reliability.landing.adapted import Records
from tutor_reliability.landing.csv_rows import csv_records, header_of
from tutor_reliability.landing.discover import LogFile
from tutor_reliability.landing.json_rows import json_records, keys_of
from tutor_reliability.landing.layout import missing, taken_columns
from tutor_reliability.landing.lines import Broken, Record
from tutor_reliability.landing.rules import RULES
from tutor_reliability.landing.scan import Text
from tutor_reliability.sources.adapter import Given, Taken
from tutor_reliability.sources.forms import FORMS
from tutor_reliability.sources.source import Source

Row = Mapping[str, str | None]


def records_of_rows(file: LogFile, text: Text) -> Records:
    """Say how to read the records of a CSV or JSON lines file by its source.

    Raises:
        ContractError: A column is missing that the source file names or a log must have.
        LogError: The file is Parquet, or has no header.
    """
    form = FORMS[file.suffix]
    if form == "parquet":
        raise LogError(
            f"{file.relative}: is Parquet, expected CSV or JSON lines where {file.source.file} "
            "joins, fixes or chooses rows"
        )
    header = _header(file, text) if form == "csv" else keys_of(text)
    shapes = [_shape(file, log, header) for log in file.logs]
    width = len(header) if form == "csv" else 0

    def records() -> Iterator[Taken]:
        delimiter = file.source.delimiter
        rows = csv_records(text, width, delimiter) if width else json_records(text, header)
        for one in rows:
            yield _taken(one, header, shapes, file.source)

    return records


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """How a row of the file becomes one of a log."""

    log: str
    named: Mapping[str, str]
    joined: Mapping[str, Sequence[str]]
    fixed: Mapping[str, str]
    only: Mapping[str, Sequence[str]]

    def fits(self, row: Row) -> bool:
        return all((row.get(name) or "") in values for name, values in self.only.items())

    def given(self, row: Row, nulls: Sequence[str]) -> Given:
        values = {name: row.get(delivered) for name, delivered in self.named.items()}
        for name, parts in self.joined.items():
            found = [part for one in parts if (part := row.get(one)) and part not in nulls]
            values[name] = " ".join(found)
        values.update(self.fixed)
        return Given(self.log, {name: value for name, value in values.items() if value})


def _shape(file: LogFile, log: str, header: Sequence[str]) -> _Shape:
    source = file.source
    fixed, joined = source.fixed.get(log, {}), source.joined.get(log, {})
    only = source.only.get(log, {})
    made = {*fixed, *joined}
    named = {name: one for name, one in taken_columns(log, source).items() if name not in made}
    must_have = {*RULES[log].must_have, *source.columns.get(log, {})} - made
    needed = [named[name] for name in named if name in must_have]
    for column in (*needed, *(one for parts in joined.values() for one in parts), *only):
        if column not in header:
            raise missing(file, column, header)
        if list(header).count(column) > 1:
            raise ContractError(
                f"{file.relative}: two columns are called {column!r}, expected one; rename the "
                "other"
            )
    return _Shape(log=log, named=named, joined=joined, fixed=fixed, only=only)


def _taken(
    one: Record | Broken, header: Sequence[str], shapes: Sequence[_Shape], source: Source
) -> Taken:
    if isinstance(one, Broken):
        return Taken(one.line, one.row, (), one.reason, one.detail)
    fields = one.row.split(",") if one.fields is None else one.fields
    row = dict(zip(header, fields, strict=True))
    given = tuple(shape.given(row, source.null_strings) for shape in shapes if shape.fits(row))
    if given:
        return Taken(one.line, one.row, given)
    chosen = dict.fromkeys(name for shape in shapes for name in shape.only)
    said = ", ".join(f"{name} is {row.get(name) or ''!r}" for name in chosen)
    return Taken(one.line, one.row, (), "other_event", f"{said}: tells of none of its logs")


def _header(file: LogFile, text: Text) -> list[str]:
    header = header_of(text, file.source.delimiter)
    if header is None:
        raise LogError(
            f"{file.relative}: its first line cannot be read as a header, expected column names "
            f"with {file.source.delimiter!r} between them"
        )
    return header
