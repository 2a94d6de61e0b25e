"""Read a source file, and refuse it in one line that says where and what to do."""

import codecs
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tutor_reliability.errors import SourceError
from tutor_reliability.hints import nearest
from tutor_reliability.sources.source import ADAPTERS, Source, delivered_columns
from tutor_reliability.tables import LOGS, PRECISIONS, TIMESTAMP, Column

_KEYS = tuple(one.name for one in fields(Source))
_DIRECTIVE = re.compile(r"%(-?.?)")
_DIRECTIVES = frozenset({*"dmbBjyYHIpMSfzaA%", *(f"-{one}" for one in "dmyHIMSj")})
_PARTS_OF_A_DAY = {"a year": "Yy", "a month": "mbB", "a day": "d"}


def load(path: Path) -> Source:
    """Read a source file.

    Raises:
        SourceError: It is missing, is not TOML, has a key that no source has, or a value that
            cannot be meant.
    """
    given = _Given(file=path.name, place="", values=_read(path))
    given.refuse_unknown(_KEYS)
    source = Source(
        name=given.text("name", path.stem),
        adapter=given.choice("adapter", ADAPTERS) or ADAPTERS[0],
        timezone=_zone(given),
        overrides_offset=given.flag("overrides_offset"),
        encoding=_encoding(given),
        null_strings=_null_strings(given),
        precision=given.choice("precision", PRECISIONS),
        date_formats=_date_formats(given),
        columns=_columns(given),
        values=_values(given),
        max_orphan_share=given.share("max_orphan_share", Source().max_orphan_share),
    )
    _refuse_times_without_a_place(given, source)
    return source


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """One table of a source file, and its place there."""

    file: str
    place: str
    values: Mapping[str, object]

    def wrong(self, key: str, expected: str) -> SourceError:
        return SourceError(
            f"{self.file}: {self.place}{key} is {self.values.get(key)!r}, expected {expected}"
        )

    def refuse_unknown(self, known: Iterable[str]) -> None:
        options = list(known)
        for key in self.values:
            if key not in options:
                raise SourceError(
                    f"{self.file}: {self.place}{key} is unknown, expected one of "
                    f"{', '.join(options)}{nearest(key, options)}"
                )

    def table(self, key: str) -> "_Given":
        found = self.values.get(key, {})
        if not isinstance(found, Mapping):
            raise self.wrong(key, "a table")
        return _Given(file=self.file, place=f"{self.place}{key}.", values=found)

    def text(self, key: str, default: str) -> str:
        found = self.values.get(key, default)
        if not isinstance(found, str) or not found.strip():
            raise self.wrong(key, "text that is not empty")
        return found

    def texts(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        found = self.values.get(key, default)
        if not isinstance(found, list | tuple) or not all(isinstance(one, str) for one in found):
            raise self.wrong(key, "a list of texts")
        return tuple(found)

    def flag(self, key: str) -> bool:
        found = self.values.get(key, False)
        if not isinstance(found, bool):
            raise self.wrong(key, "true or false")
        return found

    def share(self, key: str, default: float) -> float:
        found = self.values.get(key, default)
        if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found <= 1:
            raise self.wrong(key, "a share from 0 to 1")
        return float(found)

    def choice(self, key: str, options: tuple[str, ...]) -> str | None:
        found = self.values.get(key)
        if found is not None and found not in options:
            raise self.wrong(key, f"one of {', '.join(options)}{nearest(str(found), options)}")
        return None if found is None else str(found)


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SourceError(f"{path}: no such file, expected a source file in TOML") from None
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SourceError(f"{path}: is not UTF-8, expected TOML; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path}: is not TOML: {error}") from None


def _zone(given: _Given) -> str | None:
    if "timezone" not in given.values:
        return None
    name = given.text("timezone", "")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise given.wrong("timezone", "an IANA zone such as 'Europe/London'") from None
    return name


def _encoding(given: _Given) -> str:
    name = given.text("encoding", Source().encoding)
    try:
        codecs.lookup(name)
        "".encode(name)
    except LookupError:
        raise given.wrong("encoding", "a text encoding such as 'utf-8' or 'windows-1252'") from None
    return codecs.lookup(name).name


def _null_strings(given: _Given) -> tuple[str, ...]:
    return tuple(dict.fromkeys(("", *given.texts("null_strings", ()))))


def _by_log(given: _Given, key: str) -> Iterable[tuple[str, _Given]]:
    table = given.table(key)
    table.refuse_unknown(LOGS)
    for log in table.values:
        columns = table.table(log)
        columns.refuse_unknown(column.name for column in delivered_columns(log))
        yield log, columns


def _columns(given: _Given) -> dict[str, dict[str, str]]:
    named: dict[str, dict[str, str]] = {}
    for log, columns in _by_log(given, "columns"):
        named[log] = {name: columns.text(name, "") for name in columns.values}
        seen: dict[str, str] = {}
        for name, delivered in named[log].items():
            if delivered in seen:
                raise columns.wrong(name, f"a column that {seen[delivered]} does not take already")
            seen[delivered] = name
    return named


def _date_formats(given: _Given) -> dict[str, dict[str, tuple[str, ...]]]:
    formats: dict[str, dict[str, tuple[str, ...]]] = {}
    for log, columns in _by_log(given, "date_formats"):
        contract = {column.name: column for column in delivered_columns(log)}
        for name in columns.values:
            if contract[name].type not in {TIMESTAMP, "DATE"}:
                raise columns.wrong(name, "formats for a column of times only")
            formats.setdefault(log, {})[name] = _formats(columns, name)
    return formats


def _formats(columns: _Given, name: str) -> tuple[str, ...]:
    listed = tuple(dict.fromkeys(columns.texts(name, ())))
    if not listed:
        raise columns.wrong(name, "a list of formats such as ['%d/%m/%Y %H:%M']")
    for one in listed:
        used = set(_DIRECTIVE.findall(one))
        if used - _DIRECTIVES:
            strange = min(used - _DIRECTIVES)
            raise columns.wrong(name, f"strptime's directives; %{strange} is not one of them")
        letters = {directive.removeprefix("-") for directive in used}
        for part, any_of in _PARTS_OF_A_DAY.items():
            if "j" not in letters and not letters & set(any_of):
                raise columns.wrong(name, f"{part} in {one!r}, such as %{any_of[0]}")
    return listed


def _values(given: _Given) -> dict[str, dict[str, dict[str, str]]]:
    maps: dict[str, dict[str, dict[str, str]]] = {}
    for log, columns in _by_log(given, "values"):
        contract = {column.name: column for column in delivered_columns(log)}
        for name in columns.values:
            spelled = columns.table(name)
            its_map = {delivered: spelled.text(delivered, "") for delivered in spelled.values}
            _refuse_strangers(spelled, contract[name])
            maps.setdefault(log, {})[name] = its_map
    return maps


def _refuse_strangers(spelled: _Given, column: Column) -> None:
    for delivered, canonical in spelled.values.items():
        if column.values and canonical not in column.values:
            expected = f"one of {', '.join(column.values)}"
            raise spelled.wrong(delivered, f"{expected}{nearest(str(canonical), column.values)}")


def _refuse_times_without_a_place(given: _Given, source: Source) -> None:
    """Refuse times that nobody could place: no zone, or an offset that is to be overridden."""
    if source.overrides_offset and not source.timezone:
        raise SourceError(f"{given.file}: overrides_offset is true, expected a timezone beside it")
    for log, columns in source.date_formats.items():
        types = {column.name: column.type for column in delivered_columns(log)}
        for name, formats in columns.items():
            if types[name] == TIMESTAMP:
                place = f"{given.file}: date_formats.{log}.{name}"
                _refuse_formats_without_a_place(place, formats, source)


def _refuse_formats_without_a_place(place: str, formats: tuple[str, ...], source: Source) -> None:
    for one in formats:
        if "%z" not in one and not source.timezone:
            raise SourceError(
                f"{place} has {one!r}, which states no offset, expected %z in it or a timezone "
                "beside it"
            )
        if "%z" in one and source.overrides_offset:
            raise SourceError(
                f"{place} has {one!r}, which reads the offset that overrides_offset calls wrong, "
                "expected one of the two"
            )
