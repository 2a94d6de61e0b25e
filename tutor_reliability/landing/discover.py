"""Which files of a directory are which log."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tutor_reliability.errors import LogError
from tutor_reliability.tables import LOGS

FORMS = {
    ".csv": "csv",
    ".csv.gz": "csv",
    ".jsonl": "jsonl",
    ".jsonl.gz": "jsonl",
    ".ndjson": "jsonl",
    ".ndjson.gz": "jsonl",
    ".parquet": "parquet",
}
REQUIRED_LOGS = ("sessions", "cancellations")
_NUMBERS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFile:
    """One file of a log: which log, where it is, and its path below the log directory."""

    log: str
    path: Path
    relative: str

    @property
    def form(self) -> str:
        """How it is written: csv, jsonl or parquet."""
        return FORMS[_suffix(self.relative)]

    @property
    def gzipped(self) -> bool:
        """Whether its name says that it is compressed."""
        return _suffix(self.relative).endswith(".gz")


def discover(logs: Path) -> list[LogFile]:
    """Find the files of each log, in the order they are to be landed.

    A file belongs to the log that its name begins with (`sessions-2026-01.csv`), or else the
    nearest folder's (`sessions/2026-01-01.csv`). Logs come in the order of `tables.LOGS`, so that
    sessions are known when cancellations are read; within a log files come by path, with numbers
    in them compared as numbers.

    Raises:
        LogError: The directory is missing, or holds no sessions or no cancellations.
    """
    found = [LogFile(log=log, path=path, relative=name) for log, path, name in _claimed(logs)]
    missing = [log for log in REQUIRED_LOGS if log not in {file.log for file in found}]
    if missing:
        others = [*(file.relative for file in found), *unclaimed(logs)]
        raise LogError(
            f"{logs}: no {missing[0]} log, expected {missing[0]}.csv or a folder {missing[0]}/ "
            f"(also {', '.join(list(FORMS)[1:])}); found {_some(others)}"
        )
    order = list(LOGS)
    return sorted(found, key=lambda file: (order.index(file.log), _natural(file.relative)))


def unclaimed(logs: Path) -> list[str]:
    """Name the files that no log claims, by path; the run says that it passed them over.

    Raises:
        LogError: The directory is missing.
    """
    return sorted((name for path, name in _files(logs) if _log_of(name) is None), key=_natural)


def _claimed(logs: Path) -> Iterator[tuple[str, Path, str]]:
    for path, name in _files(logs):
        log = _log_of(name)
        if log is not None:
            yield log, path, name


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


def _log_of(name: str) -> str | None:
    if _suffix(name) not in FORMS:
        return None
    for part in reversed(PurePosixPath(name).parts):
        for log in LOGS:
            if part.lower().startswith(log):
                return log
    return None


def _suffix(name: str) -> str:
    suffixes = [one.lower() for one in PurePosixPath(name).suffixes]
    return "".join(suffixes[-2:] if suffixes[-1:] == [".gz"] else suffixes[-1:])


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
