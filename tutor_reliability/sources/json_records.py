"""The records of a JSON export: one or more a line, or in the list of a document laid out at will.

What stands where in a record is told by `json_export`. One broken record takes no other with it,
and whatever is no record is given with the reason, so that nothing is lost.
"""

import json
from collections.abc import Callable, Collection, Iterator
from io import StringIO
from itertools import chain
from typing import NamedTuple, TextIO

from tutor_reliability.sources.json_walker import BLANKS, Doubled, Walker

MAX_RECORD = 1_000_000
"""Characters of one record, as landing bears them; a longer one is rejected."""
_MAX_TEXT = 1 << 28
_HEAD = 100
_BOM = "\ufeff"


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
    walker = Walker(lists)
    with opened() as stream:
        lines = _lines(stream)
        first = next(((line, text) for line, text in lines if text.strip(BLANKS)), None)
        if first is None:
            return
        if _goes_on(first[1]):
            yield from _document(first, lines, walker)
            return
        for line, text in chain([first], lines):
            if text.strip(BLANKS):
                yield from _of_line(line, text, walker)


def first_record(head: str, lists: Collection[str]) -> tuple[dict[str, object], dict[str, object]]:
    """Give the first record of a text that may be cut, and what stands beside its list before it.

    Both are empty where no record can be read.
    """
    beside: dict[str, object] = {}
    try:
        for _, _, value in Walker(lists).elements(head.removeprefix(_BOM), beside):
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
    text = line.strip(BLANKS)
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error.pos >= len(text) and text[0] in "{["
    except (ValueError, RecursionError):
        return False
    return False


def _of_line(line: int, text: str, walker: Walker) -> Iterator[JsonRecord]:
    text = text.strip(BLANKS)
    end = 0
    try:
        for start, stop, value in walker.elements(text, {}):
            yield _record(line, text[start:stop], value)
            end = stop
    except (ValueError, RecursionError) as error:
        rest = text[end:].lstrip(" \t,") or text
        fault = _bad_characters(rest) or ("bad_json", f"{_what(error)}: expected JSON")
        yield JsonRecord(line, rest, None, *fault)


def _document(
    first: tuple[int, str], lines: Iterator[tuple[int, str]], walker: Walker
) -> Iterator[JsonRecord]:
    """Give the records of a document; where it breaks off, go on line by line."""
    below, text = first
    text += "".join(more for _, more in lines)
    counted = end = 0
    try:
        for start, stop, value in walker.elements(text, {}):
            below += _ends(text, counted, start)
            counted, end = start, stop
            yield _record(below, text[start:stop], value)
    except (ValueError, RecursionError):
        head = text[: min(end, _HEAD)]
        yield from _remains(below + _ends(text, counted, end), text[end:], head, walker)


def _remains(line: int, text: str, head: str, walker: Walker) -> Iterator[JsonRecord]:
    """Give what is left of a document that broke off; lines that are no record count as one."""
    broken = [head]
    began = line
    for more in StringIO(text, newline=""):
        if more.strip(BLANKS):
            found = list(_of_line(line, more, walker))
            if any(one.value is not None for one in found):
                if broken:
                    yield _broken_off(began, broken)
                    broken = []
                yield from found
            else:
                began = began if broken else line
                broken.append(more)
        line += _ends(more, 0, len(more))
    if broken:
        yield _broken_off(began, broken)


def _broken_off(line: int, lines: list[str]) -> JsonRecord:
    text = "".join(lines).strip(BLANKS)
    detail = "the document breaks off here: expected the rest of it"
    return JsonRecord(line, text, None, *(_bad_characters(text) or ("bad_json", detail)))


def _ends(text: str, start: int, end: int) -> int:
    """Count the line ends between two places of a text."""
    returns = text.count("\r", start, end)
    return text.count("\n", start, end) + returns - text.count("\r\n", start, end)


def _record(line: int, text: str, value: object) -> JsonRecord:
    fault = _bad_characters(text) or _bad_value(text, value)
    if fault or not isinstance(value, dict):
        return JsonRecord(line, text, None, *(fault or ("bad_json", "expected an object")))
    return JsonRecord(line, text, value)


def _bad_characters(text: str) -> tuple[str, str] | None:
    if "\0" in text:
        return "nul_byte", f"character {text.index(chr(0)) + 1} is a NUL"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return "bad_encoding", f"character {error.start + 1} is no text: expected UTF-8"
    return None


def _bad_value(text: str, value: object) -> tuple[str, str] | None:
    if len(text) > MAX_RECORD:
        return "long_row", f"expected at most {MAX_RECORD} characters"
    if isinstance(value, Doubled):
        return "bad_json", "a key stands there twice: expected it once"
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


def _what(error: Exception) -> str:
    return str(getattr(error, "msg", None) or error or "nested too deeply").lower()
