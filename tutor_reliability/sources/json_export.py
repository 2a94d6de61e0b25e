"""What adapters of JSON exports share: the records, what stands where in one, and what it gives.

Where one record ends and the next begins is in `json_records`.
"""

from collections.abc import Iterator, Mapping
from io import StringIO
from itertools import islice
from typing import NamedTuple

from tutor_reliability.sources.adapter import Export, Given, Taken
from tutor_reliability.sources.json_records import json_records

_LISTS = ("data",)
_ENOUGH = 100

Fields = Mapping[str, object]
"""A JSON object: numbers keep the digits they were written with."""


class Parsed(NamedTuple):
    """One object of an export, with the line it begins on and its text."""

    line: int
    text: str
    fields: Fields


def records(export: Export) -> Iterator[Parsed | Taken]:
    """Give each object of a JSON export, or why there is none.

    An object that holds a list called data, such as a page of results, is not a record itself: its
    elements are.
    """
    for one in json_records(export.open, _LISTS):
        if one.value is None:
            yield Taken(one.line, one.text, (), one.reason, one.detail)
        else:
            yield Parsed(one.line, one.text, one.value)


def objects(text: str) -> list[Fields]:
    """Give the first objects of a text that may be cut, for an adapter's claim."""
    found = islice(json_records(lambda: StringIO(text), _LISTS), _ENOUGH)
    return [one.value for one in found if one.value is not None]


def dig(fields: object, *path: str | int) -> object:
    """Give what stands at a path of keys and places; None where there is nothing.

    >>> dig({"payload": {"attendees": [{"email": "a@b.c"}]}}, "payload", "attendees", 0, "email")
    'a@b.c'
    """
    found = fields
    for step in path:
        if isinstance(step, str) and isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(step, int) and isinstance(found, list) and step < len(found):
            found = found[step]
        else:
            return None
    return found


def word(fields: object, *path: str | int) -> str:
    """Give the text or number at a path, without blanks around it; "" where there is none."""
    found = dig(fields, *path)
    return found.strip() if isinstance(found, str) else ""


def given(log: str, **values: str) -> Given:
    """Give a row of a log; what is empty is left out."""
    return Given(log, {name: value for name, value in values.items() if value})


def taken(one: Parsed, *rows: Given) -> Taken:
    """Say what a record gives."""
    return Taken(one.line, one.text, rows)


def refused(one: Parsed, reason: str, detail: str) -> Taken:
    """Say why a record gives nothing."""
    return Taken(one.line, one.text, (), reason, detail)


def lacking(fields: object, paths: Mapping[str, tuple[str | int, ...]]) -> str:
    """Name the first field that a record must have and has not; "" where it has them all."""
    for name, path in paths.items():
        if not word(fields, *path):
            return f"{name} is missing: expected a value"
    return ""
