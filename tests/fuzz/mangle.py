"""How a sound file is broken: as bytes, as lines, and as what its lines are made of."""

import json
from random import Random

HOSTILE = (
    *(b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1f\x8b", b"\r", b"\n\n\n", b'"', b'""', b",", b"\\"),
    *(b"\xc3", b"\xed\xa0\x80", b"\\ud800", b"\\u0000", b"\xe2\x80\xa8", b"{}", b"[]", b"null"),
    *(b"PAR1", b"BEGIN:VCALENDAR\r\n", b"END:VEVENT\r\n", b"BEGIN:VEVENT\n", b" ", b"\t", b"'; --"),
    *(b"$1", b"../../etc/passwd", b"http://x", b"=1+1", b"NaN", b"1e999", b"-0", b"9" * 400),
)
VALUES = (
    *(None, True, False, 0, -1, 10**40, 1e308, 0.1, "", " ", "x" * 300, "\0", "\ud83d", "NULL"),
    *("2026-03-10T10:00:00Z", "2026-03-10T10:00:00", "10/03/2026", "1900-01-01T00:00:00Z"),
    *([], {}, [[]], [None], {"": ""}, ["a", "b"], {"id": {"id": 1}}, "1.5E+20", "a\nb", "a,b"),
)
ENCODINGS = ("utf-16", "utf-16-le", "latin-1", "cp1252", "utf-8-sig", "utf-32")
DEEP = 3_000
_BRACKETS = (b"[", b'{"a":', b'"', b"(", b"")
_BLOCKS = (b"BEGIN:VALARM\n", b"BEGIN:VEVENT\n", b"[\n", b",\n")


def mangled(data: bytes, suffix: str, other: bytes, random: Random) -> bytes:
    """Break a file in up to three ways."""
    for _ in range(random.choice([0, 1, 1, 1, 2, 2, 3])):
        way = random.choice(_WAYS if suffix == ".parquet" else [*_WAYS, *_TEXT_WAYS[suffix]])
        data = way(data, other, random)
    return data


def _place(data: bytes, random: Random) -> int:
    return random.randrange(len(data) + 1)


def _truncated(data, _, random):
    place = _place(data, random)
    return data[:place] if random.random() < 0.8 else data[place:]


def _cut(data, _, random):
    place = _place(data, random)
    return data[:place] + data[place + random.choice([1, 1, 2, 7, 40, 400]) :]


def _overwritten(data, _, random):
    place = _place(data, random)
    return data[:place] + random.randbytes(random.choice([1, 1, 4])) + data[place + 1 :]


def _inserted(data, _, random):
    place = _place(data, random)
    return data[:place] + random.choice(HOSTILE) + data[place:]


def _doubled(data, _, random):
    start, end = sorted((_place(data, random), _place(data, random)))
    return data[:end] + data[start:end] + data[end:]


def _spliced(data, other, random):
    return data[: _place(data, random)] + other[_place(other, random) :]


def _emptied(*_):
    return b""


def _joined(data, other, _):
    return data + other


def _lines(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


def _shuffled(data, _, random):
    lines = _lines(data)
    random.shuffle(lines)
    return b"".join(lines)


def _line_doubled(data, _, random):
    lines = _lines(data) or [b""]
    place = random.randrange(len(lines))
    return b"".join([*lines[:place], *lines[place : place + 3], *lines[place:]])


def _line_dropped(data, _, random):
    lines = _lines(data) or [b""]
    del lines[random.randrange(len(lines))]
    return b"".join(lines)


def _recoded(data, _, random):
    return data.decode("utf-8", "replace").encode(random.choice(ENCODINGS), "replace")


def _other_ends(data, _, random):
    return data.replace(b"\r\n", b"\n").replace(b"\n", random.choice([b"\r\n", b"\r", b"\n\r"]))


def _nested(data, _, random):
    lines = _lines(data) or [b""]
    place = random.randrange(len(lines))
    deep = random.choice(_BRACKETS) * DEEP + random.choice(_BLOCKS) * random.choice([0, 0, 100])
    lines[place] = deep + (b"\n" if random.random() < 0.5 else lines[place])
    return b"".join(lines)


def _cells(data, _, random):
    """Drop, double or swap a cell of a CSV, or overwrite it."""
    lines = data.split(b"\n")
    place = random.randrange(len(lines))
    cells = lines[place].split(b",")
    one, two = random.randrange(len(cells)), random.randrange(len(cells))
    what = random.randrange(4)
    if what == 0:
        del cells[one]
    elif what == 1:
        cells.insert(one, cells[two])
    elif what == 2:
        cells[one], cells[two] = cells[two], cells[one]
    else:
        cells[one] = random.choice(HOSTILE)
    lines[place] = b",".join(cells)
    return b"\n".join(lines)


def _tree(data, _, random):
    """Change something in the JSON of a document or of one line."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return _tree_of_a_line(data, random)
    _changed(document, random)
    return _written(document, random, indent=random.choice([None, 1]))


def _tree_of_a_line(data: bytes, random: Random) -> bytes:
    lines = _lines(data) or [b""]
    place = random.randrange(len(lines))
    try:
        value = json.loads(lines[place])
    except (ValueError, RecursionError):
        return data
    _changed(value, random)
    lines[place] = _written(value, random, indent=None) + b"\n"
    return b"".join(lines)


def _written(value: object, random: Random, *, indent: int | None) -> bytes:
    text = json.dumps(value, ensure_ascii=random.random() < 0.5, indent=indent)
    if random.random() < 0.2 and '"id": ' in text:
        text = text.replace('"id": ', '"id": 1, "id": ', 1)
    return text.encode("utf-8", "surrogatepass")


def _changed(value: object, random: Random) -> None:
    """Walk to somewhere in a value, and drop, rename or replace what stands there."""
    while isinstance(value, dict | list) and value:
        key = random.choice(list(value) if isinstance(value, dict) else range(len(value)))
        below = value[key]
        if isinstance(below, dict | list) and below and random.random() < 0.85:
            value = below
            continue
        what = random.random()
        if what < 0.25:
            del value[key]
        elif what < 0.35 and isinstance(value, dict):
            value[f"{key}_"] = value.pop(key)
        else:
            value[key] = random.choice(VALUES)
        return


def _property(data, _, random):
    """Change a line of a calendar: its name, a parameter or its value."""
    lines = data.split(b"\n")
    place = random.randrange(len(lines))
    name, colon, value = lines[place].partition(b":")
    changes = [
        name + b";TZID=Nowhere/Else" + colon + value,
        name + b";VALUE=DATE" + colon + value,
        name + b';X="a:b;c' + colon + value,
        name + colon + random.choice(HOSTILE),
        b"X-" + lines[place],
        name.lower() + colon + value,
        name + b"\n " + colon + value,
        lines[place] + b"\n" + lines[place],
        name + colon + value.replace(b"Z", b""),
        name + colon + value.replace(b"2026", b"0000"),
        b"METHOD:CANCEL",
        b"RRULE:FREQ=SECONDLY;INTERVAL=0",
    ]
    lines[place] = random.choice(changes)
    return b"\n".join(lines)


_WAYS = [_truncated, _cut, _overwritten, _inserted, _doubled, _spliced, _joined]
_OF_LINES = [_shuffled, _line_doubled, _line_dropped, _recoded, _other_ends, _nested, _emptied]
_TEXT_WAYS = {
    ".csv": [*_OF_LINES, _cells, _cells, _cells],
    ".jsonl": [*_OF_LINES, *[_tree] * 6],
    ".json": [*_OF_LINES, *[_tree] * 9],
    ".ics": [*_OF_LINES, *[_property] * 9],
}
