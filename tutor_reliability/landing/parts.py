"""A file made ready to land: which it is, how it is laid out, how many rows it must give.

Whatever makes a whole file unfit is found here, before the first row of any file is written.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from os import stat_result
from pathlib import Path

import duckdb

from tutor_reliability.errors import ContractError, LogError
from tutor_reliability.landing.adapted import Adapted, put_down, records_of_export
from tutor_reliability.landing.csv_rows import header_of
from tutor_reliability.landing.discover import LogFile
from tutor_reliability.landing.layout import Layout, by_contract, by_name, by_place
from tutor_reliability.landing.scan import (
    Text,
    fingerprint,
    is_gzip,
    refusing_unreadable,
    scan,
)
from tutor_reliability.landing.shaped import records_of_rows
from tutor_reliability.sources.source import Source

_MOST_FILES = 1_000
_MOST_BYTES = 1 << 29
_PARQUET_MAGIC = b"PAR1"
_PACKED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file to land.

    Attributes:
        file: Which file.
        sha256: Hash of its bytes.
        seen: What the file system said of it before it was read.
        layout: Its columns.
        text: Its text; None for Parquet.
        width: Columns of its header; 0 without one.
        rows: Rows it must give; None where only reading tells.
        adapted: What its records gave, where it is read record by record.
    """

    file: LogFile
    sha256: str
    seen: stat_result
    layout: Layout
    text: Text | None
    width: int = 0
    rows: int | None = None
    adapted: Adapted | None = None

    @property
    def is_plain(self) -> bool:
        """Whether the engine may read the file as it is."""
        return self.text is None or self.text.plain

    @property
    def path(self) -> Path:
        """Where the engine finds it."""
        return self.text.path if self.text else self.file.path

    @property
    def size(self) -> int:
        """Bytes of its rows as text; Parquet packs them into about an eighth."""
        return self.text.size if self.text else self.seen.st_size * _PACKED

    @property
    def first_line(self) -> int:
        """The line of its first row."""
        return 2 if self.width else 1

    @property
    def kind(self) -> tuple[object, ...]:
        """What parts must share to be read by one select."""
        shared = (self.file.log, id(self.file.source), self.layout)
        if not self.is_plain:
            return (*shared, "exact")
        if self.text is None:
            return (*shared, self.file.form)
        return (*shared, self.file.form, self.text.gzipped, self.text.windows)


def parts_of(
    files: Iterable[LogFile],
    *,
    known: Collection[tuple[str, str]],
    con: duckdb.DuckDBPyConnection,
    spare: Callable[[], Path],
) -> list[Part]:
    """Make the files ready that are not landed yet.

    Args:
        files: What was found, in the order of landing.
        known: Log and sha256 of what is landed.
        con: Where Parquet files are looked into.
        spare: Gives a path for a copy.

    Raises:
        LogError: A file cannot be read.
        ContractError: A file lacks a column.
    """
    taken = set(known)
    parts: list[Part] = []
    adapted: dict[Path, Part] = {}
    for file in files:
        with refusing_unreadable(file):
            seen = file.path.stat()
            read = adapted.get(file.path)
            sha256 = read.sha256 if read else fingerprint(file.path)
            if (file.log, sha256) in taken:
                continue
            taken.add((file.log, sha256))
            if read:
                parts.append(replace(read, file=file, layout=by_contract(file.log)))
                continue
            parts.append(_part(file, sha256, seen, con, spare))
            if file.form == "records":
                adapted[file.path] = parts[-1]
    return parts


def _part(
    file: LogFile,
    sha256: str,
    seen: stat_result,
    con: duckdb.DuckDBPyConnection,
    spare: Callable[[], Path],
) -> Part:
    if file.form == "parquet":
        layout = _parquet_layout(file, file.source, con, spare)
        return Part(file=file, sha256=sha256, seen=seen, layout=layout, text=None)
    if is_gzip(file.path) and not file.gzipped:
        raise LogError(
            f"{file.relative}: is compressed, expected text; add .gz to its name, or decompress it"
        )
    if file.form == "records":
        return _adapted_part(file, sha256, seen, spare)
    return _text_part(file, sha256, seen, file.source, spare)


def _adapted_part(file: LogFile, sha256: str, seen: stat_result, spare: Callable[[], Path]) -> Part:
    if file.adapter:
        records = records_of_export(file, file.adapter)
        text = Text(
            path=file.path,
            gzipped=file.gzipped,
            lines=0,
            size=seen.st_size,
            plain=False,
            windows=False,
        )
    else:
        text = replace(scan(file, encoding=file.source.encoding, spare=spare), plain=False)
        records = records_of_rows(file, text)
    return Part(
        file=file,
        sha256=sha256,
        seen=seen,
        layout=by_contract(file.log),
        text=text,
        adapted=put_down(records, file.logs, spare),
    )


def groups_of(parts: list[Part]) -> Iterator[list[Part]]:
    """Put neighbours together that one select can read, up to a size that memory bears."""
    for _, alike in groupby(parts, key=lambda part: part.kind):
        group: list[Part] = []
        size = 0
        for part in alike:
            if group and (len(group) == _MOST_FILES or size + part.size > _MOST_BYTES):
                yield group
                group, size = [], 0
            group.append(part)
            size += part.size
        yield group


def _text_part(
    file: LogFile, sha256: str, seen: stat_result, source: Source, spare: Callable[[], Path]
) -> Part:
    text = scan(file, encoding=source.encoding, spare=spare)
    if file.form == "jsonl":
        layout = by_name(file, source)
        return Part(file=file, sha256=sha256, seen=seen, layout=layout, text=text, rows=text.lines)
    header = _header(file, text)
    return Part(
        file=file,
        sha256=sha256,
        seen=seen,
        layout=by_place(file, header, source),
        text=text,
        width=len(header),
        rows=text.lines - 1,
    )


def _header(file: LogFile, text: Text) -> list[str]:
    header = header_of(text)
    if header is None and text.lines <= 0:
        raise LogError(
            f"{file.relative}: is empty, expected at least a header; export it again, or remove it"
        )
    if header is None:
        raise LogError(
            f"{file.relative}: its first line cannot be read as a header, expected column names in "
            "UTF-8 or in the encoding of the source file"
        )
    return header


def _parquet_layout(
    file: LogFile, source: Source, con: duckdb.DuckDBPyConnection, spare: Callable[[], Path]
) -> Layout:
    with file.path.open("rb") as stream:
        head = stream.read(len(_PARQUET_MAGIC))
    link = spare().with_suffix(".parquet")
    link.symlink_to(file.path.resolve())
    try:
        described = con.execute(
            "describe select * from read_parquet($file, hive_partitioning = false)",
            {"file": str(link)},
        ).fetchall()
    except duckdb.Error as error:
        what = str(error).splitlines()[0] if head == _PARQUET_MAGIC else "it does not begin as one"
        raise LogError(
            f"{file.relative}: unreadable as Parquet: {what}; expected a complete file; copy it "
            "again"
        ) from None
    layout = by_place(file, [name for name, *_ in described], source)
    for name, (delivered, its_type, *_) in zip(layout.names, described, strict=True):
        if name.endswith("_id") and its_type in {"DOUBLE", "FLOAT"}:
            raise ContractError(
                f"{file.relative}: column {delivered!r} holds floating-point numbers, expected ids "
                "as text or whole numbers; export it again"
            )
    return replace(layout, types=tuple(its_type for _, its_type, *_ in described))
