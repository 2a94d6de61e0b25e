"""What an adapter is: how one platform's export becomes rows of the canonical logs.

The adapters themselves are in `adapters`, one file a platform. How a person asks for one is in
`file`; what becomes of the rows is in `landing`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TextIO

from tutor_reliability.sources.source import Source


class Given(NamedTuple):
    """One canonical row that a record of an export gives.

    Attributes:
        log: A log of `tables.LOGS`.
        values: Canonical column to text, as a canonical CSV would hold it; left out is null.
    """

    log: str
    values: Mapping[str, str]


class Taken(NamedTuple):
    """One record of an export: where it stands, its text, and what it gives, or why nothing.

    Attributes:
        line: The line of the file that it begins on; in a JSON document, that of the record.
        text: The record as text, for `raw.rejected_rows`.
        gives: Its rows, at most one a log, so that a line names one row of each.
        reason: A code of `landing.REASONS`, where it gives nothing.
        detail: The offending field and value, and what was expected.
    """

    line: int
    text: str
    gives: tuple[Given, ...] = ()
    reason: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One file of a platform, ready to be read.

    Attributes:
        name: Its path below the log directory.
        open: Opens the whole text, decoded with errors="surrogateescape" and newline=""; may be
            called more than once.
        source: The source file that asked for it, with its zone and maps, or a default one.
    """

    name: str
    open: Callable[[], TextIO]
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """How the exports of one platform are recognised and read.

    Attributes:
        name: What a source file and --source call it.
        title: What the platform calls itself.
        exports: One line on which exports it reads.
        page: Its page, below the checkout.
        logs: The logs its rows belong to; a record that gives nothing is accounted for in the
            first.
        suffixes: Endings of its files; each may be followed by .gz.
        claims: Whether this text, the first 64 KiB of a file, is an export of this platform;
            never on a guess.
        read: Gives every record, one at a time; never raises on what a file holds.
    """

    name: str
    title: str
    exports: str
    page: str
    logs: tuple[str, ...]
    suffixes: tuple[str, ...]
    claims: Callable[[str], bool]
    read: Callable[[Export], Iterator[Taken]]
