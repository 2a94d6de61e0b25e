"""Read a source file, and refuse it in one line that says where and what to do.

Which rows of which files it makes of which logs is read in `shape`.
"""

import codecs
import re
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tutor_reliability.errors import SourceError
from tutor_reliability.hints import nearest
from tutor_reliability.sources.adapters import ADAPTERS
from tutor_reliability.sources.entry import Entry, read
from tutor_reliability.sources.shape import (
    by_log,
    columns_of,
    delimiter_of,
    fixed_of,
    globs_of,
    logs_of,
    only_of,
    tables_of,
)
from tutor_reliability.sources.source import CANONICAL_NAME, Source, delivered_columns
from tutor_reliability.tables import PRECISIONS, TIMESTAMP, Column

_OF_A_FILE = ("name", "adapter", "files", "max_orphan_share")
_OF_ROWS = ("columns", "delimiter", "fixed", "only")
_OF_BOTH = ("log", "timezone", "overrides_offset", "encoding", "null_strings", "precision")
_KEYS = (*_OF_A_FILE, *_OF_BOTH, "date_formats", "values", *_OF_ROWS)
_KEYS_OF_A_TABLE = ("glob", *_KEYS[len(_OF_A_FILE) :])
_NAMES = (CANONICAL_NAME, *(adapter.name for adapter in ADAPTERS))
_DIRECTIVE = re.compile(r"%(-?.?)")
_DIRECTIVES = frozenset({*"dmbBjyYHIpMSfzaA%", *(f"-{one}" for one in "dmyHIMSj")})
_PARTS_OF_A_DAY = {"a year": "Yy", "a month": "mbB", "a day": "d"}


def load(path: Path) -> Source:
    """Read a source file that says the same of all its files.

    Raises:
        SourceError: As for `load_all`, or it has several tables of files.
    """
    sources = load_all(path)
    if len(sources) > 1:
        raise SourceError(f"{path.name}: has {len(sources)} tables of files, expected one source")
    return sources[0]


def load_all(path: Path) -> tuple[Source, ...]:
    """Read a source file: one source, or one for each table of files that it has.

    What a table of files says stands in place of what the file says elsewhere.

    Raises:
        SourceError: It is missing, is not TOML, has a key that no source has, or a value that
            cannot be meant.
    """
    given = read(path)
    given.refuse_unknown(_KEYS)
    common = {key: value for key, value in given.values.items() if key != "files"}
    sources = []
    for table in tables_of(given):
        table.refuse_unknown(_KEYS_OF_A_TABLE)
        entry = Entry(file=given.file, place="", values={**common, **table.values})
        sources.append(_source(entry, path))
    return tuple(sources)


def _source(given: Entry, path: Path) -> Source:
    columns, joined = columns_of(given)
    source = Source(
        name=given.text("name", path.stem),
        adapter=given.choice("adapter", _NAMES) or CANONICAL_NAME,
        timezone=_zone(given),
        overrides_offset=given.flag("overrides_offset"),
        encoding=_encoding(given),
        null_strings=_null_strings(given),
        precision=given.choice("precision", PRECISIONS),
        date_formats=_date_formats(given),
        columns=columns,
        values=_values(given),
        max_orphan_share=given.share("max_orphan_share", Source().max_orphan_share),
        delimiter=delimiter_of(given),
        joined=joined,
        fixed=fixed_of(given),
        only=only_of(given),
        files=globs_of(given),
        logs=logs_of(given),
        file=given.file,
    )
    _refuse_times_without_a_place(given, source)
    _refuse_rows_of_a_platform(given, source)
    return source


def _refuse_rows_of_a_platform(given: Entry, source: Source) -> None:
    for key in ("log", *_OF_ROWS):
        if key in given.values and not source.is_canonical:
            raise SourceError(
                f"{given.file}: {key} stands beside the adapter {source.adapter}, expected it only "
                "where rows are read as they are; remove one of the two"
            )


def _zone(given: Entry) -> str | None:
    if "timezone" not in given.values:
        return None
    name = given.text("timezone", "")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise given.wrong("timezone", "an IANA zone such as 'Europe/London'") from None
    return name


def _encoding(given: Entry) -> str:
    name = given.text("encoding", Source().encoding)
    try:
        codecs.lookup(name)
        "".encode(name)
    except LookupError:
        raise given.wrong("encoding", "a text encoding such as 'utf-8' or 'windows-1252'") from None
    return codecs.lookup(name).name


def _null_strings(given: Entry) -> tuple[str, ...]:
    return tuple(dict.fromkeys(("", *given.texts("null_strings", ()))))


def _date_formats(given: Entry) -> dict[str, dict[str, tuple[str, ...]]]:
    formats: dict[str, dict[str, tuple[str, ...]]] = {}
    for log, columns in by_log(given, "date_formats"):
        contract = {column.name: column for column in delivered_columns(log)}
        for name in columns.values:
            if contract[name].type not in {TIMESTAMP, "DATE"}:
                raise columns.wrong(name, "formats for a column of times only")
            formats.setdefault(log, {})[name] = _formats(columns, name)
    return formats


def _formats(columns: Entry, name: str) -> tuple[str, ...]:
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


def _values(given: Entry) -> dict[str, dict[str, dict[str, str]]]:
    maps: dict[str, dict[str, dict[str, str]]] = {}
    for log, columns in by_log(given, "values"):
        contract = {column.name: column for column in delivered_columns(log)}
        for name in columns.values:
            spelled = columns.table(name)
            its_map = {delivered: spelled.text(delivered, "") for delivered in spelled.values}
            _refuse_strangers(spelled, contract[name])
            maps.setdefault(log, {})[name] = its_map
    return maps


def _refuse_strangers(spelled: Entry, column: Column) -> None:
    for delivered, canonical in spelled.values.items():
        if column.values and canonical not in column.values:
            expected = f"one of {', '.join(column.values)}"
            raise spelled.wrong(delivered, f"{expected}{nearest(str(canonical), column.values)}")


def _refuse_times_without_a_place(given: Entry, source: Source) -> None:
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
