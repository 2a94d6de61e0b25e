"""What the name of a file tells: how it is written, and which canonical log it is."""

from pathlib import PurePosixPath

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
"""How a canonical log is written, by the end of its name."""


def suffix_of(name: str) -> str:
    """Give the end of a name in small letters, with the one before a .gz.

    >>> suffix_of("hooks/2026-03-01.JSONL.gz")
    '.jsonl.gz'
    """
    suffixes = [one.lower() for one in PurePosixPath(name).suffixes]
    return "".join(suffixes[-2:] if suffixes[-1:] == [".gz"] else suffixes[-1:])


def is_gzipped(name: str) -> bool:
    """Tell whether a name says that the file is compressed."""
    return suffix_of(name).endswith(".gz")


def log_named(name: str) -> str | None:
    """Give the log that a path begins with in its name, or else in its nearest folder's.

    >>> log_named("sessions/2026-03-01.csv")
    'sessions'
    """
    for part in reversed(PurePosixPath(name).parts):
        for log in LOGS:
            if part.lower().startswith(log):
                return log
    return None
