"""One pass over a file's bytes: which file it is, how many lines, and whether they are plain.

A plain file is one whose every line the engine may take for a row; the count of lines is what its
result is held against. What is not plain goes the exact way, see `lines`.
"""

import gzip
import hashlib
import shutil
import zlib
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, cast

from tutor_reliability.errors import LogError
from tutor_reliability.landing.discover import LogFile
from tutor_reliability.landing.rules import MAX_ROW_BYTES

BOM = b"\xef\xbb\xbf"
_GZIP_MAGIC = b"\x1f\x8b"
_HEAD = 1 << 22
_CHUNK = 1 << 18
"""Bytes looked at in one go: few enough to stay near the processor."""
_UTF_8 = "utf-8"
_WRITTEN_NUL = b"\\u0000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The text of a file in UTF-8: where it is, and what one pass over it found.

    Attributes:
        path: The file itself, or its copy in UTF-8.
        gzipped: Whether `path` is compressed.
        lines: Lines up to the last one that is not empty.
        size: Bytes, decompressed.
        plain: UTF-8 throughout, no NUL, one kind of line end, no line beyond the limit.
        windows: Whether lines end in carriage return and line feed.
        pieces: Lines begin at these places: the line's number and its first byte, decompressed.
    """

    path: Path
    gzipped: bool
    lines: int
    size: int
    plain: bool
    windows: bool
    pieces: tuple[tuple[int, int], ...] = ()


@contextmanager
def refusing_unreadable(file: LogFile) -> Generator[None]:
    """Turn what a broken file raises into one line that names it.

    Raises:
        LogError: The file cannot be read to its end.
    """
    try:
        yield
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise LogError(
            f"{file.relative}: unreadable as gzip: {str(error).rstrip('.').lower()}; expected a "
            "complete file; copy it again"
        ) from None
    except UnicodeError as error:
        raise LogError(
            f"{file.relative}: unreadable in the encoding of the source file: {error}; expected "
            "text in that encoding; state the right one"
        ) from None
    except OSError as error:
        raise LogError(
            f"{file.relative}: unreadable: {error.strerror or error}; expected a file that this "
            "user may read"
        ) from None


def fingerprint(path: Path) -> str:
    """Hash a file's bytes as they are on disk."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def open_text(path: Path, *, gzipped: bool) -> BinaryIO:
    """Open a file for reading its bytes, decompressed."""
    return cast("BinaryIO", gzip.open(path, "rb")) if gzipped else path.open("rb")


def scan(file: LogFile, *, encoding: str, spare: Callable[[], Path]) -> Text:
    """Read a text file once and say what is in it.

    A file in another encoding, or with the line ends of old Macs, is copied to a spare path first.

    Args:
        file: A CSV or JSON lines file.
        encoding: Python's name of its encoding.
        spare: Gives a path for a copy.
    """
    path, gzipped = file.path, file.gzipped
    if encoding != _UTF_8:
        path, gzipped = _copied(path, spare(), gzipped=gzipped, encoding=encoding), False
    if _has_only_old_ends(path, gzipped=gzipped):
        path, gzipped = _copied(path, spare(), gzipped=gzipped, newline=None), False
    seen = _Seen(watch_escapes=file.form == "jsonl")
    with open_text(path, gzipped=gzipped) as stream:
        while chunk := stream.read(_CHUNK):
            seen.add(chunk + stream.readline(MAX_ROW_BYTES))
    return Text(
        path=path,
        gzipped=gzipped,
        lines=seen.ends + seen.unfinished - seen.empty_at_end,
        size=seen.size,
        plain=seen.plain and seen.returns in {0, seen.ends},
        windows=seen.returns > 0,
        pieces=tuple(seen.pieces),
    )


class _Seen:
    """What has been seen of a file so far."""

    def __init__(self, *, watch_escapes: bool) -> None:
        self.ends = self.returns = self.size = self.empty_at_end = self.unfinished = 0
        self.plain = True
        self.pieces: list[tuple[int, int]] = []
        self._watch_escapes = watch_escapes

    def add(self, chunk: bytes) -> None:
        if self.size == 0 and self._watch_escapes and chunk.startswith(BOM):
            self.plain = False
        self.plain = self.plain and not self.unfinished and self._is_plain(chunk)
        self.pieces.append((self.ends + 1, self.size))
        filled = len(chunk.rstrip(b"\r\n"))
        at_end = chunk.count(b"\n", filled)
        goes_on = self.size > 0 and not filled
        self.empty_at_end = self.empty_at_end + at_end if goes_on else max(at_end - 1, 0)
        self.size += len(chunk)
        self.ends += chunk.count(b"\n", 0, filled) + at_end
        self.returns += chunk.count(b"\r") if b"\r" in chunk else 0
        self.unfinished = int(not chunk.endswith(b"\n"))

    def _is_plain(self, chunk: bytes) -> bool:
        escaped = self._watch_escapes and b"\\" in chunk
        if b"\0" in chunk or (escaped and _WRITTEN_NUL in chunk):
            return False
        if b"\r" in chunk and chunk.count(b"\r") != chunk.count(b"\r\n"):
            return False
        try:
            return chunk.isascii() or bool(chunk.decode("utf-8"))
        except UnicodeDecodeError:
            return False


def _has_only_old_ends(path: Path, *, gzipped: bool) -> bool:
    with open_text(path, gzipped=gzipped) as stream:
        head = stream.read(_HEAD)
    return b"\r" in head and b"\n" not in head


def _copied(
    path: Path, copy: Path, *, gzipped: bool, encoding: str = _UTF_8, newline: str | None = ""
) -> Path:
    """Write a file anew in UTF-8; bytes that are no text stay as they are, to be refused by row."""
    with (
        open_text(path, gzipped=gzipped) as stream,
        TextIOWrapper(stream, encoding, "surrogateescape", newline=newline) as text,
        copy.open("w", encoding=_UTF_8, errors="surrogateescape", newline="") as out,
    ):
        shutil.copyfileobj(text, out, _CHUNK)
    return copy


def is_gzip(path: Path) -> bool:
    """Tell whether a file begins as gzip does, whatever its name says."""
    with path.open("rb") as stream:
        return stream.read(2) == _GZIP_MAGIC
