"""The records of a JSON export: one or more a line, or in the list of a document laid out at will.

What stands where in a record is told by `json_export`. One broken record takes no other with it,
and whatever is no record is given with the reason, so that nothing is lost.
"""

import json
from collections.abc import Callable, Collection, Generator, Iterator
from io import StringIO
from itertools import chain
from typing import NamedTuple, TextIO

MAX_RECORD = 1_000_000
"""Characters of one record, as landing bears them; a longer one is rejected."""
_MAX_TEXT = 1 << 28
_HEAD = 100
_BLANKS = " \t\n\r"
_BOM = "\ufeff"


class Number(str):
    """A JSON number as it was written, so that no id loses a digit."""

    __slots__ = ()


class JsonRecord(NamedTuple):
    """One record: the line it begins on, its text, and its value, or what is wrong with it.

    Attributes:
        line: Counted from 1.
        text: As it stands in the file.
        value: What it says; None where it cannot be read.
        reason: A code of `landing.REASONS`, where it cannot be read.
        detail: What is wrong, and what was expected.
    """

    line: int
    text: str
    value: dict[str, object] | None
    reason: str | None = None
    detail: str = ""


def json_records(opened: Callable[[], TextIO], lists: Collection[str]) -> Iterator[JsonRecord]:
    """Give every record of a JSON export, one at a time.

    Args:
        opened: Opens the whole text.
        lists: Keys of an object that holds records in a list, such as a page of results; any other
            object is a record itself.
    """
    with opened() as stream:
        lines = _lines(stream)
        first = next(((line, text) for line, text in lines if text.strip(_BLANKS)), None)
        if first is None:
            return
        if _goes_on(first[1]):
            yield from _document(first, lines, lists)
            return
        for line, text in chain([first], lines):
            if text.strip(_BLANKS):
                yield from _of_line(line, text, lists)


def first_record(head: str, lists: Collection[str]) -> tuple[dict[str, object], dict[str, object]]:
    """Give the first record of a text that may be cut, and what stands beside its list before it.

    Both are empty where no record can be read.
    """
    text = head.removeprefix(_BOM)
    beside: dict[str, object] = {}
    try:
        for _, _, value in _elements(text, lists, beside):
            return (value if isinstance(value, dict) else {}), beside
    except (ValueError, RecursionError):
        return {}, beside
    return {}, beside


def _lines(stream: TextIO) -> Iterator[tuple[int, str]]:
    number = 0
    while text := stream.readline(_MAX_TEXT):
        number += 1
        if len(text) == _MAX_TEXT:
            while (rest := stream.readline(_MAX_TEXT)) and not rest.endswith(("\n", "\r")):
                pass
        yield number, text.removeprefix(_BOM) if number == 1 else text


def _goes_on(line: str) -> bool:
    """Tell whether a line is the beginning of a document that goes on below it."""
    text = line.strip(_BLANKS)
    try:
        _DECODER.decode(text)
    except json.JSONDecodeError as error:
        return error.pos >= len(text) and text[0] in "{["
    except (ValueError, RecursionError):
        return False
    return False


def _of_line(line: int, text: str, lists: Collection[str]) -> Iterator[JsonRecord]:
    text = text.strip(_BLANKS)
    value, *fault = _read(text)
    if fault:
        yield JsonRecord(line, text, None, *fault)
    elif isinstance(value, dict) and not any(key in value for key in lists):
        yield _record(line, text, value)
    else:
        for start, end, one in _elements(text, lists, {}):
            yield _record(line, text[start:end], one)


def _read(text: str) -> tuple[object] | tuple[None, str, str]:
    """Read an object or a list; gives the reason and the detail where there is none."""
    if fault := _bad_characters(text):
        return None, *fault
    try:
        found = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        return None, "bad_json", f"{_what(error)}: expected JSON"
    if not isinstance(found, dict | list):
        return None, "bad_json", "expected an object"
    return (found,)


def _document(
    first: tuple[int, str], lines: Iterator[tuple[int, str]], lists: Collection[str]
) -> Iterator[JsonRecord]:
    """Give the records of a document; where it breaks off, go on line by line."""
    below, text = first
    text += "".join(more for _, more in lines)
    counted = end = 0
    try:
        for start, stop, value in _elements(text, lists, {}):
            below += _ends(text, counted, start)
            counted, end = start, stop
            yield _record(below, text[start:stop], value)
    except (ValueError, RecursionError):
        head = text[: min(end, _HEAD)]
        yield from _remains(below + _ends(text, counted, end), text[end:], head, lists)


def _remains(line: int, text: str, head: str, lists: Collection[str]) -> Iterator[JsonRecord]:
    """Give what is left of a document that broke off; lines that are no record count as one."""
    broken = [head]
    began = line
    for more in StringIO(text, newline=""):
        if more.strip(_BLANKS) and len(_read(more.strip(_BLANKS))) == 1:
            if broken:
                yield _broken_off(began, broken)
                broken = []
            yield from _of_line(line, more, lists)
        elif more.strip(_BLANKS):
            began = began if broken else line
            broken.append(more)
        line += _ends(more, 0, len(more))
    if broken:
        yield _broken_off(began, broken)


def _broken_off(line: int, lines: list[str]) -> JsonRecord:
    detail = "the document breaks off here: expected the rest of it"
    return JsonRecord(line, "".join(lines).strip(_BLANKS), None, "bad_json", detail)


def _ends(text: str, start: int, end: int) -> int:
    """Count the line ends between two places of a text."""
    returns = text.count("\r", start, end)
    return text.count("\n", start, end) + returns - text.count("\r\n", start, end)


def _record(line: int, text: str, value: object) -> JsonRecord:
    fault = _bad_characters(text) or _bad_values(text, value)
    if fault is None and not isinstance(value, dict):
        fault = ("bad_json", "expected an object")
    if fault or not isinstance(value, dict):
        return JsonRecord(line, text, None, *(fault or ()))
    return JsonRecord(line, text, value)


def _bad_characters(text: str) -> tuple[str, str] | None:
    if "\0" in text:
        return "nul_byte", f"character {text.index(chr(0)) + 1} is a NUL"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return "bad_encoding", f"character {error.start + 1} is no text: expected UTF-8"
    return None


def _bad_values(text: str, value: object) -> tuple[str, str] | None:
    if len(text) > MAX_RECORD:
        return "long_row", f"expected at most {MAX_RECORD} characters"
    if "\\u" not in text:
        return None
    written = json.dumps(value, ensure_ascii=False)
    if "\\u0000" in written:
        return "nul_byte", "a value holds a NUL"
    try:
        written.encode("utf-8")
    except UnicodeEncodeError:
        return "bad_encoding", "half a surrogate pair: expected Unicode"
    return None


def _elements(
    text: str, lists: Collection[str], beside: dict[str, object]
) -> Iterator[tuple[int, int, object]]:
    """Give where each record begins and ends, and its value; put into `beside` what is none.

    Raises:
        ValueError: From here on the text is no JSON.
        RecursionError: It is nested too deeply.
    """
    start = _skip(text, 0)
    if text.startswith("[", start):
        end = yield from _list(text, start)
    elif text.startswith("{", start):
        end = yield from _object(text, start, lists, beside)
    else:
        raise json.JSONDecodeError("expected an object or a list", text, start)
    if _skip(text, end) < len(text):
        raise json.JSONDecodeError("extra data", text, end)


def _list(text: str, start: int) -> Generator[tuple[int, int, object], None, int]:
    """Give the elements of a list, and return where it ends."""
    place = _skip(text, start + 1)
    if text.startswith("]", place):
        return place + 1
    while True:
        value, end = _DECODER.raw_decode(text, place)
        yield place, end, value
        place = _skip(text, end)
        if text.startswith("]", place):
            return place + 1
        place = _skip(text, _expect(text, place, ","))


def _object(
    text: str, start: int, lists: Collection[str], beside: dict[str, object]
) -> Generator[tuple[int, int, object], None, int]:
    """Give the records in the lists of an object, or the object itself; return where it ends."""
    place = _skip(text, start + 1)
    holds = False
    while not text.startswith("}", place):
        key, place = _DECODER.raw_decode(text, place)
        place = _skip(text, _expect(text, _skip(text, place), ":"))
        if key in lists and text.startswith("[", place):
            holds = True
            place = yield from _list(text, place)
        else:
            beside[str(key)], place = _DECODER.raw_decode(text, place)
        place = _skip(text, place)
        if not text.startswith("}", place):
            place = _skip(text, _expect(text, place, ","))
    if not holds:
        yield start, place + 1, beside
    return place + 1


def _expect(text: str, place: int, character: str) -> int:
    if not text.startswith(character, place):
        raise json.JSONDecodeError(f"expected {character!r}", text, place)
    return place + 1


def _skip(text: str, place: int) -> int:
    end = len(text)
    while place < end and text[place] in _BLANKS:
        place += 1
    return place


def _what(error: Exception) -> str:
    return str(getattr(error, "msg", None) or error or "nested too deeply").lower()


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands there twice")
    return found


_DECODER = json.JSONDecoder(
    object_pairs_hook=_without_doubles,
    parse_int=Number,
    parse_float=Number,
    parse_constant=Number,
)
