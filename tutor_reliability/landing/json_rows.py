"""What a row of a JSON lines file is, exactly: one object a line, no key twice."""

import json
from collections.abc import Iterator, Sequence

from tutor_reliability.landing.lines import Broken, Line, Record, lines_of
from tutor_reliability.landing.scan import Text


def json_records(text: Text, names: Sequence[str]) -> Iterator[Record | Broken]:
    """Give each row of a JSON lines file, with the values of the names as text.

    Numbers keep the digits they were written with; an object or list is given as JSON.
    """
    for line in lines_of(text):
        if line.fault:
            yield line.broken(*line.fault)
        elif line.text.strip():
            yield _json_record(line, names)


def keys_of(text: Text) -> list[str]:
    """Give every key that an object of the file has, in the order they come up."""
    found: dict[str, None] = {}
    for line in lines_of(text):
        try:
            found.update(dict.fromkeys(_DECODER.decode(line.text.strip())))
        except (TypeError, ValueError, RecursionError):
            continue
    return list(found)


def _json_record(line: Line, names: Sequence[str]) -> Record | Broken:
    try:
        found = _DECODER.decode(line.text.strip())
        if not isinstance(found, dict):
            return line.broken("bad_json", "expected an object")
        fields = [_as_text(found.get(name)) for name in names]
        joined = "".join(field for field in fields if field)
        joined.encode("utf-8")
    except UnicodeEncodeError:
        return line.broken("bad_encoding", "half a surrogate pair: expected Unicode")
    except (ValueError, RecursionError) as error:
        what = getattr(error, "msg", None) or str(error) or "nested too deeply"
        return line.broken("bad_json", f"{what.lower()}: expected JSON")
    if "\0" in joined:
        return line.broken("nul_byte", "a value holds a NUL")
    return Record(line.number, fields, line.text)


class _Number(str):
    """A JSON number as it was written."""

    __slots__ = ()


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands there twice")
    return found


_DECODER = json.JSONDecoder(
    object_pairs_hook=_without_doubles,
    parse_int=_Number,
    parse_float=_Number,
    parse_constant=_Number,
)


def _as_text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return _as_json(value)


def _as_json(value: object) -> str:
    """Write a value as JSON without blanks, its numbers as they were written."""
    if isinstance(value, _Number):
        return str(value)
    if isinstance(value, dict):
        pairs = (f"{json.dumps(key, ensure_ascii=False)}:{_as_json(value[key])}" for key in value)
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_as_json(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)
