"""A walk through a JSON text, from one record to the next, that needs no more than one at a time.

Stricter than the standard library in one thing: a key that stands twice is told. Laxer in one: what
a text may not hold literally is left to `json_records`, so that it costs one record and not all.
"""

import json
from collections.abc import Collection, Generator

BLANKS = " \t\n\r"


class Number(str):
    """A JSON number as it was written, so that no id loses a digit."""

    __slots__ = ()


class Doubled:
    """Stands for a value in which a key stands twice."""


class Walker:
    """Walks through a JSON text from one record to the next."""

    def __init__(self, lists: Collection[str]) -> None:
        """Walk through the lists under these keys, and stop at any other object."""
        self._lists = lists
        self._doubled = False
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object_of,
            parse_int=Number,
            parse_float=Number,
            parse_constant=Number,
            strict=False,
        )

    def elements(
        self, text: str, beside: dict[str, object]
    ) -> Generator[tuple[int, int, object], None, None]:
        """Give where each record begins and ends, and its value.

        Args:
            text: An object or a list.
            beside: What stands beside a list of records is put here.

        Raises:
            ValueError: From here on the text is no JSON.
            RecursionError: It is nested too deeply.
        """
        start = _skip(text, 0)
        if text.startswith("[", start):
            end = yield from self._list(text, start)
        elif text.startswith("{", start):
            end = yield from self._object(text, start, beside)
        else:
            raise json.JSONDecodeError("expected an object or a list", text, start)
        _expect_end(text, end)

    def _list(self, text: str, start: int) -> Generator[tuple[int, int, object], None, int]:
        """Give the elements of a list, and return where it ends."""
        place = _skip(text, start + 1)
        if text.startswith("]", place):
            return place + 1
        while True:
            value, end = self._value(text, place)
            yield place, end, value
            place = _skip(text, end)
            if text.startswith("]", place):
                return place + 1
            place = _skip(text, _expect(text, place, ","))

    def _object(
        self, text: str, start: int, beside: dict[str, object]
    ) -> Generator[tuple[int, int, object], None, int]:
        """Give the records in the lists of an object, or the object; return where it ends."""
        place = _skip(text, start + 1)
        holds = doubled = False
        while not text.startswith("}", place):
            _expect(text, place, '"')
            key, place = self._value(text, place)
            place = _skip(text, _expect(text, _skip(text, place), ":"))
            if key in self._lists and text.startswith("[", place):
                holds = True
                place = yield from self._list(text, place)
            else:
                value, place = self._value(text, place)
                doubled = doubled or str(key) in beside or isinstance(value, Doubled)
                beside[str(key)] = value
            place = _skip(text, place)
            if not text.startswith("}", place):
                place = _skip(text, _expect(text, place, ","))
                _expect(text, place, '"')
        if not holds:
            _expect_end(text, place + 1)
            yield start, place + 1, Doubled() if doubled else beside
        return place + 1

    def _value(self, text: str, place: int) -> tuple[object, int]:
        self._doubled = False
        value, end = self._decoder.raw_decode(text, place)
        return (Doubled() if self._doubled else value), end

    def _object_of(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        self._doubled = self._doubled or len(found) < len(pairs)
        return found


def _expect(text: str, place: int, character: str) -> int:
    if not text.startswith(character, place):
        raise json.JSONDecodeError(f"expected {character!r}", text, place)
    return place + 1


def _expect_end(text: str, place: int) -> None:
    if _skip(text, place) < len(text):
        raise json.JSONDecodeError("extra data", text, place)


def _skip(text: str, place: int) -> int:
    end = len(text)
    while place < end and text[place] in BLANKS:
        place += 1
    return place
