"""What an independent reader finds in a file: its instants, its texts, and how many records it has.

Nothing of the project is used here. What it gives is wider than what landing may take: whatever is
landed and is not among it was guessed.
"""

import json
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import product
from zoneinfo import ZoneInfo, available_timezones

import polars as pl

_ISO = re.compile(
    r"(?=(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(\.\d+)?)?( ?(?:Z|UTC|[+-]\d\d(?::?\d\d)?))?)"
)
_BASIC = re.compile(r"(?=(\d{8})(?:T(\d{6})(Z?))?)")
_SLASHED = re.compile(r"(?=(\d\d/\d\d/\d{4} \d\d:\d\d))")
_OFFSETS = re.compile(r"([+-])(\d\d):?(\d\d)")
_TZIDS = re.compile(r"TZID(?:=\"?|:)([^:;\"\r\n]+)")
_FOLD = re.compile(r"(?:\r\n|\n|\r)[ \t]")
_FOLD_OF_BYTES = re.compile(_FOLD.pattern.encode())
_KNOWN_ZONES = available_timezones()
_DAY, _CLOCK = r"\d{4}-\d\d-\d\d", r"\d\d:\d\d(?::\d\d)?"
_LISTS = {
    "calcom": ("data",),
    "calendly": ("data",),
    "tutorcruncher": ("events",),
    "teachworks": ("lessons", "data"),
    "google_calendar": ("items",),
}
_TOLERANCE = timedelta(microseconds=1)


def text_of(data: bytes, suffix: str) -> str:
    """Give everything that stands in a file, also as what its escapes mean."""
    if suffix == ".parquet":
        return _parquet_text(data)
    text = data.decode("utf-8", "backslashreplace").replace("\r\n", "\n")
    plain = text.replace('""', '"')
    found = [text, plain]
    if suffix in {".json", ".jsonl"}:
        found += _json_texts(text)
    if suffix == ".ics":
        unfolded = _FOLD.sub("", data.decode("utf-8", "backslashreplace"))
        found += [unfolded, re.sub(r"\\(.)", lambda one: one[1].replace("n", "\n"), unfolded)]
    return "\n".join(found)


def instants_of(text: str, zone: str | None) -> set[datetime]:
    """Give every instant that a text can be said to name, in UTC."""
    zones = [ZoneInfo(zone)] if zone else []
    zones += [ZoneInfo(name) for name in set(_TZIDS.findall(text)) & _KNOWN_ZONES]
    offsets = {_delta(*one) for one in _OFFSETS.findall(text)} if "VTIMEZONE" in text else set()
    found: set[datetime] = set()
    for day, time, seconds, fraction, offset in _ISO.findall(text):
        local = _local(f"{day}T{time or '00:00'}{seconds or ':00'}{(fraction or '')[:7]}")
        found |= _placed(local, offset.strip(), zones, set())
    found |= _of_calendars(text, zones, offsets)
    found |= _of_two_fields(text, zones)
    return found


def _of_calendars(text: str, zones: list[ZoneInfo], offsets: set[timedelta]) -> set[datetime]:
    found: set[datetime] = set()
    for day, time, utc in _BASIC.findall(text):
        found |= _placed(_local(f"{day}T{time or '000000'}"), utc, zones, offsets)
        found |= _placed(_local(f"{day}T000000"), "", zones, offsets)
    return found


def _of_two_fields(text: str, zones: list[ZoneInfo]) -> set[datetime]:
    """Give the instants that a day and a time name, each a field of its own or both in one."""
    found: set[datetime] = set()
    for one in set(_SLASHED.findall(text)):
        day, month, rest = one.split("/")
        found |= _placed(_local(f"{rest[:4]}-{month}-{day}T{rest[5:]}"), "", zones, set())
    if '"from_date"' in text:
        days, times = (set(re.findall(form, text)) for form in (_DAY, _CLOCK))
        for day, time in product(days, times):
            found |= _placed(_local(f"{day}T{time}"), "", zones, set())
    return found


def names(instants: set[datetime], instant: datetime) -> bool:
    """Tell whether an instant is one of a file's, but for how its last digit is rounded."""
    return any(one in instants for one in (instant, instant - _TOLERANCE, instant + _TOLERANCE))


def count_of(data: bytes, suffix: str, source: str) -> int | None:
    """Count the records of a file, where anybody would count alike; else None."""
    if suffix == ".parquet":
        return None if _frame(data) is None else len(_frame(data))
    if b"\r" in data.replace(b"\r\n", b"") or data.count(b"\r") not in {0, data.count(b"\n")}:
        return None
    lines = [line.rstrip(b"\r") for line in data.split(b"\n")]
    if source in {"canonical CSV", "declarative CSV"}:
        return None if b'"' in data else sum(map(bool, lines)) - 1
    if source == "JSON lines":
        return sum(bool(_decoded(line).strip()) for line in lines)
    if suffix == ".ics":
        return None
    return _json_count(lines, source) if suffix == ".jsonl" else _document_count(data, source)


def begun_in(data: bytes) -> int:
    """Count the lines of a calendar, unfolded, at which an event begins."""
    lines = re.split(rb"\r\n|\n|\r", _FOLD_OF_BYTES.sub(b"", data))
    return sum(
        line.replace(b" ", b"").upper() == b"BEGIN:VEVENT" and line[:1] not in b" \t"
        for line in lines
    )


def _decoded(line: bytes) -> str:
    return line.decode("utf-8", "backslashreplace").removeprefix("\ufeff")


def _json_count(lines: list[bytes], source: str) -> int | None:
    """Count the records of a file each of whose lines is JSON by itself."""
    counts = [_listed(line, source) for line in lines if line.strip()]
    return None if None in counts else sum(counts)


def _document_count(data: bytes, source: str) -> int | None:
    return _listed(data, source) if data.strip() else 0


def _listed(text: bytes, source: str) -> int | None:
    """Count the records of one JSON text: those of its list, else the object itself."""
    try:
        value = json.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    if isinstance(value, list):
        return len(value)
    if not isinstance(value, dict):
        return 1
    held = [key for key in _LISTS[source] if key in value]
    if not held:
        return 1
    if len(held) > 1 or text.count(b'"%s"' % held[0].encode()) > 1:
        return None
    return len(value[held[0]]) if isinstance(value[held[0]], list) else 1


def _local(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _placed(
    local: datetime | None, offset: str, zones: list[ZoneInfo], offsets: set[timedelta]
) -> set[datetime]:
    if local is None:
        return set()
    found: set[datetime] = set()
    try:
        if offset in {"Z", "UTC"}:
            found.add(local.replace(tzinfo=UTC))
        elif offset:
            digits = offset[1:].replace(":", "").ljust(4, "0")
            found.add(local.replace(tzinfo=UTC) - _delta(offset[0], digits[:2], digits[2:]))
        else:
            found |= {local.replace(tzinfo=UTC) - one for one in offsets}
            for zone in zones:
                found |= {local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    except (OverflowError, ValueError):
        return found
    return found


def _delta(sign: str, hours: str, minutes: str) -> timedelta:
    delta = timedelta(hours=int(hours), minutes=int(minutes))
    return -delta if sign == "-" else delta


def _json_texts(text: str) -> list[str]:
    found: list[str] = []
    for match in re.finditer(r'"(?:[^"\\\n]|\\.)*"', text):
        try:
            found.append(json.loads(match[0]))
        except ValueError:
            continue
    return found


def _frame(data: bytes) -> pl.DataFrame | None:
    try:
        return pl.read_parquet(BytesIO(data))
    except BaseException as error:  # a panic of the reader is none of ours
        if isinstance(error, KeyboardInterrupt):
            raise
        return None


def _parquet_text(data: bytes) -> str:
    frame = _frame(data)
    if frame is None:
        return ""
    return "\n".join(str(cell) for row in frame.iter_rows() for cell in row if cell is not None)
