"""What a source is: everything one has to know about a marketplace's logs to read them.

How it is written down by a person, and refused, is in `file`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tutor_reliability.tables import LOGS, Column

CANONICAL_NAME = "canonical"
ARRIVAL_COLUMNS = ("known_at", "delivery_id", "line", "row_hash")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """How to read one marketplace's logs.

    Attributes:
        name: Stands in `raw.deliveries.source`.
        adapter: What turns the export into canonical rows; "canonical" reads them as they are.
        timezone: IANA zone of times without an offset; None: such times are rejected.
        overrides_offset: Read every time in `timezone`, whatever offset it states: the `Z` lies.
        encoding: Python's name of the text encoding.
        null_strings: Spellings that mean "no value", beside the empty text, which always does.
        precision: How exact `cancelled_at` is, where the rows do not say; None: look at the file.
        date_formats: `{log: {column: formats}}` in strptime's language; without one, ISO 8601.
        columns: `{log: {canonical column: delivered column}}`.
        values: `{log: {column: {delivered value: canonical value}}}`.
        max_orphan_share: Share of cancellations without any session above which the run is red.
        delimiter: What stands between the fields of a CSV.
        joined: `{log: {canonical column: delivered columns}}`, joined with a blank.
        fixed: `{log: {canonical column: value}}`, what the export says by being what it is.
        only: `{log: {delivered column: values}}`, which rows tell of that log; the others do not.
        files: Which files it reads, as globs; none: whatever no other source claims.
        logs: Which logs each of its rows may belong to; none: the names of the files tell.
        file: The file it is written down in; "" for a built-in one.
    """

    name: str = CANONICAL_NAME
    adapter: str = CANONICAL_NAME
    timezone: str | None = None
    overrides_offset: bool = False
    encoding: str = "utf-8"
    null_strings: tuple[str, ...] = ("",)
    precision: str | None = None
    date_formats: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    max_orphan_share: float = 0.05
    delimiter: str = ","
    joined: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    fixed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    only: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    logs: tuple[str, ...] = ()
    file: str = field(default="", compare=False)

    @property
    def is_canonical(self) -> bool:
        """Whether its files hold rows of the canonical logs, however they are spelt."""
        return self.adapter == CANONICAL_NAME

    @property
    def is_shaped(self) -> bool:
        """Whether its rows must be put together before they are rows of a log."""
        parts = (self.joined, self.fixed, self.only, len(self.logs) > 1, self.delimiter != ",")
        return any(parts)


CANONICAL = Source()


def delivered_columns(log: str) -> tuple[Column, ...]:
    """Give the columns a log may deliver, in the contract's order: those that landing adds are out.

    Raises:
        KeyError: There is no such log.
    """
    return tuple(column for column in LOGS[log].columns if column.name not in ARRIVAL_COLUMNS)
