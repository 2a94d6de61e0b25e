"""Which files of a directory are which log; who claims them is in `sources.claims`."""

import gzip
import os
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from tutor_reliability.errors import LogError
from tutor_reliability.sources.adapter import Adapter
from tutor_reliability.sources.claims import Claim, claims_in
from tutor_reliability.sources.forms import FORMS, is_gzipped, suffix_of
from tutor_reliability.sources.source import CANONICAL, Source
from tutor_reliability.tables import LOGS

REQUIRED_LOGS = ("sessions", "cancellations")
_NUMBERS = re.compile(r"(\d+)")


_HEAD = 1 << 16
_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFile:
    """One file as one log: which log, where it is, and how it is read.

    Attributes:
        log: Which log.
        path: Where it is.
        relative: Its path below the log directory.
        source: How it is read.
        logs: All logs that it gives; a file that gives several comes up once for each.
        adapter: What reads it, where it is the export of a platform.
    """

    log: str
    path: Path
    relative: str
    source: Source = CANONICAL
    logs: tuple[str, ...] = ()
    adapter: Adapter | None = None

    @property
    def form(self) -> str:
        """How it is written: csv, jsonl, parquet, or in records that are no rows yet."""
        return "records" if self.adapter or self.source.is_shaped else FORMS[self.suffix]

    @property
    def suffix(self) -> str:
        """The end of its name."""
        return suffix_of(self.relative)

    @property
    def gzipped(self) -> bool:
        """Whether its name says that it is compressed."""
        return is_gzipped(self.relative)


def discover(logs: Path, asked: tuple[Source, ...] = ()) -> list[LogFile]:
    """Find the files of each log, in the order they are to be landed.

    A file is a log by its name or its nearest folder's (`sessions-2026-01.csv`,
    `sessions/2026-01-01.csv`), by a source file beside the logs, or by what an adapter sees in it.
    Logs come in the order of `tables.LOGS`, so that sessions are known when cancellations are
    read; within a log files come by path, with numbers in them compared as numbers.

    Args:
        logs: The directory.
        asked: The sources that were asked for by name.

    Raises:
        LogError: The directory is missing, holds no sessions or no cancellations, or a file is
            claimed twice.
        SourceError: A source file beside the logs cannot be meant.
    """
    found: list[LogFile] = []
    others: list[str] = []
    for path, name, claim in claimed(logs, asked):
        if claim is None:
            others.append(name)
            continue
        found.extend(
            LogFile(
                log=log,
                path=path,
                relative=name,
                source=claim.source,
                logs=claim.logs,
                adapter=claim.adapter,
            )
            for log in claim.logs
        )
    missing = [log for log in REQUIRED_LOGS if log not in {file.log for file in found}]
    if missing:
        names = [*dict.fromkeys(file.relative for file in found), *sorted(others, key=_natural)]
        raise LogError(
            f"{logs}: no {missing[0]} log, expected {missing[0]}.csv or a folder {missing[0]}/ "
            f"(also {', '.join(list(FORMS)[1:])}), or an export that `tutor-reliability sources` "
            f"lists; found {_some(names)}"
        )
    order = list(LOGS)
    return sorted(found, key=lambda file: (order.index(file.log), _natural(file.relative)))


def unclaimed(logs: Path, asked: tuple[Source, ...] = ()) -> list[str]:
    """Name the files that nobody claims, by path; the run says that it passed them over.

    Raises:
        LogError: The directory is missing, or a file is claimed twice.
    """
    return [name for _, name, claim in claimed(logs, asked) if claim is None]


def claimed(logs: Path, asked: tuple[Source, ...] = ()) -> list[tuple[Path, str, Claim | None]]:
    """Give every file of a directory by path, with who reads it; source files are none of them.

    Raises:
        LogError: The directory is missing, or a file is claimed twice.
        SourceError: A source file cannot be meant.
    """
    files = sorted(_files(logs), key=lambda one: _natural(one[1]))
    claims = claims_in(logs, asked)
    return [
        (path, name, claims.on(name, _head_of(path)))
        for path, name in files
        if not (path.parent == logs and path.suffix == ".toml")
    ]


def _head_of(path: Path) -> Callable[[], str]:
    return cache(partial(_head, path))


def _head(path: Path) -> str:
    """Give the beginning of a text; nothing where it cannot be read, which nobody claims."""
    try:
        with path.open("rb") as stream:
            begins = stream.read(_HEAD)
        if begins.startswith(_GZIP_MAGIC):
            with gzip.open(path, "rb") as unpacked:
                begins = unpacked.read(_HEAD)
    except (OSError, EOFError, zlib.error):
        return ""
    return begins.decode("utf-8-sig", "surrogateescape")


def _files(logs: Path) -> Iterator[tuple[Path, str]]:
    if not logs.is_dir():
        what = "is a file" if logs.is_file() else "no such directory"
        raise LogError(f"{logs}: {what}, expected the directory that holds the logs")
    seen: set[Path] = set()
    for folder, folders, names in os.walk(logs, followlinks=True):
        here = Path(folder)
        seen.add(here.resolve())
        folders[:] = [
            one for one in folders if not one.startswith(".") and (here / one).resolve() not in seen
        ]
        for name in names:
            path = here / name
            if not name.startswith(".") and path.is_file():
                yield path, _printable(path.relative_to(logs))


def _printable(relative: Path) -> str:
    return os.fsencode(relative.as_posix()).decode("utf-8", "backslashreplace")


def _natural(name: str) -> list[tuple[int, str]]:
    parts = _NUMBERS.split(name)
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts] + [(-2, name)]


def _some(names: list[str]) -> str:
    if not names:
        return "nothing"
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""  # noqa: PLR2004  # a line's worth
    return ", ".join(names[:5]) + more
