"""What a source is: everything one has to know about a marketplace's logs to read them.

How it is written down by a person, and refused, is in `file`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tutor_reliability.tables import LOGS, Column

ADAPTERS = ("canonical",)
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
    """

    name: str = "canonical"
    adapter: str = "canonical"
    timezone: str | None = None
    overrides_offset: bool = False
    encoding: str = "utf-8"
    null_strings: tuple[str, ...] = ("",)
    precision: str | None = None
    date_formats: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    max_orphan_share: float = 0.05


CANONICAL = Source()


def delivered_columns(log: str) -> tuple[Column, ...]:
    """Give the columns a log may deliver, in the contract's order: those that landing adds are out.

    Raises:
        KeyError: There is no such log.
    """
    return tuple(column for column in LOGS[log].columns if column.name not in ARRIVAL_COLUMNS)
