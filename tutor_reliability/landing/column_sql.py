"""The SQL of one delivered column: how its text is taken, read, kept, hashed and judged.

Identifiers come from `tables`; whatever a person or a file wrote is bound as a value.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from tutor_reliability.landing.rules import DEFAULTS, FILLED_IN
from tutor_reliability.sources.source import Source
from tutor_reliability.tables import TIMESTAMP, Column

_READERS = {
    "DATE": ("read_date", "bad_date", "a date such as 2026-03-01"),
    "INTEGER": ("read_whole", "bad_number", "a whole number"),
    "DOUBLE": ("read_number", "bad_number", "a number"),
    "BOOLEAN": ("read_flag", "bad_flag", "true or false"),
}
_FORMATS = "'one of the formats of the source file'"
_A_TIME = "'a time from 2000 to 2099'"
_TIMES_OF_DAY = ("%H", "%I", "%-H", "%-I")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSql:
    """One column of a log, as a source writes it.

    Attributes:
        log: The log.
        column: Its contract.
        source: How it is written.
        delivered: Whether the file has it.
        typed: Whether the file has types of its own or objects, so that text is to be made first.
    """

    log: str
    column: Column
    source: Source
    delivered: bool
    typed: bool

    @property
    def name(self) -> str:
        """What the contract calls it."""
        return self.column.name

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats the source lists for it; none: ISO 8601."""
        return self.source.date_formats.get(self.log, {}).get(self.name, ())

    @property
    def spellings(self) -> dict[str, str]:
        """What the source spells its values like, and what that means."""
        return dict(self.source.values.get(self.log, {}).get(self.name, {}))

    @property
    def values(self) -> dict[str, object]:
        """What its SQL binds."""
        bound: dict[str, object] = {}
        for place, one in enumerate(self.formats):
            bound[f"format_{self.name}_{place}"] = one
        if self.delivered and self.typed:
            for place, one in enumerate(self.source.null_strings):
                bound[f"null_{place}"] = one
        if self.delivered and self.spellings:
            bound[f"delivered_{self.name}"] = list(self.spellings)
            bound[f"canonical_{self.name}"] = list(self.spellings.values())
        if self.column.values:
            bound[f"known_{self.name}"] = list(self.column.values)
            bound[f"expected_{self.name}"] = f"one of {', '.join(self.column.values)}"
        return bound

    @property
    def text(self) -> str:
        """Its text: null where the source spells it so, renamed where the source says so."""
        if not self.delivered:
            return "null::varchar"
        text = self.name
        if self.typed:
            text = f"{text}::varchar"
            for place in range(len(self.source.null_strings)):
                text = f"nullif({text}, $null_{place})"
        if self.spellings:
            text = f"renamed({text}, $delivered_{self.name}, $canonical_{self.name})"
        return text

    @property
    def read(self) -> str | None:
        """What reads its value; None for text, which needs no reading."""
        if self.column.type == "VARCHAR":
            return None
        if self.formats:
            return f"coalesce({', '.join(self._tries())})"
        if self.column.type != TIMESTAMP:
            return f"{_READERS[self.column.type][0]}({self.name})"
        if not self.source.timezone:
            return f"read_offset({self.name})"
        way = "read_overridden" if self.source.overrides_offset else "read_either"
        return f"{way}({self.name}, $zone, $clock_changes)"

    @property
    def value(self) -> str:
        """What stands in the log's table."""
        default = DEFAULTS.get((self.log, self.name))
        if self.column.type == "VARCHAR":
            return f"coalesce({self.name}, {default})" if default else self.name
        if self.column.type == "INTEGER":
            return f"case when not {self.is_too_low} then {self.name}_read::integer else null end"
        return f"{self.name}_read"

    @property
    def is_too_low(self) -> str | None:
        """What tells that a number is below what the contract allows, so that null is kept."""
        if self.column.type != "INTEGER" or self.column.low is None:
            return None
        return f"{self.name}_read < {self.column.low:g}"

    @property
    def content(self) -> str:
        """Its value for hashing: the same however it was written."""
        return self.name if self.column.type == "VARCHAR" else f"{self.name}_read"

    @property
    def as_identity(self) -> str:
        """Its name and value; null where it has none, so that a new column changes nothing."""
        text = self.value if self.column.type == "VARCHAR" else f"{self.name}_read"
        if self.column.type == TIMESTAMP:
            text = f"epoch_us({text})"
        return f"'{self.name}=' || {text}"

    @property
    def at_midnight(self) -> str:
        """What tells that a time was written as midnight, or without a time of day."""
        if not self.formats:
            return f"at_midnight({self.name})"
        midnights = [f"{parsed} = date_trunc('day', {parsed})" for parsed in self._parsed()]
        return f"coalesce({', '.join(midnights)})"

    @property
    def is_a_day(self) -> str:
        """What tells that a time was written without a time of day."""
        if not self.formats:
            return f"strlen({self.name}) = 10"
        days = [
            f"{parsed} is not null"
            for parsed, one in zip(self._parsed(), self.formats, strict=True)
            if not any(part in one for part in _TIMES_OF_DAY)
        ]
        return " or ".join(days) or "false"

    def empty(self) -> Iterator[str]:
        """Give the fault of having no value where one is needed."""
        if self.column.required and (self.log, self.name) not in FILLED_IN:
            yield f"when {self.name} is null then fault_empty('{self.name}')"

    def scientific(self) -> Iterator[str]:
        """Give the fault of an id that a spreadsheet has made a number."""
        if self.name.endswith("_id"):
            fault = self._fault("scientific_id", "'the id as text'")
            yield f"when scientific({self.name}) then {fault}"

    def unreadable(self) -> Iterator[str]:
        """Give the faults of a value that is not of its kind."""
        if self.read is None:
            return
        if len(self.formats) > 1:
            pairs = [f"{one} <> {other}" for one, other in combinations(self._tries(), 2)]
            yield f"when {' or '.join(pairs)} then {self._fault('two_formats', _FORMATS)}"
        yield f"when {self.name} is not null and {self.name}_read is null then {self._misread}"

    def stranger(self) -> Iterator[str]:
        """Give the fault of a value that is none of the known ones."""
        if self.column.values:
            fault = self._fault(f"unknown_{self.name}", f"$expected_{self.name}")
            unknown = f"list_position($known_{self.name}, {self.name}) is null"
            yield f"when {self.name} is not null and {unknown} then {fault}"

    def sentinel(self) -> Iterator[str]:
        """Give the fault of a time that stands for none."""
        if self.column.type == TIMESTAMP:
            outside = f"{self.name}_read < $earliest or {self.name}_read >= $latest"
            yield f"when {outside} then {self._fault('sentinel_date', _A_TIME)}"

    @property
    def _misread(self) -> str:
        if self.formats:
            parsed = f"coalesce({', '.join(f'{one}::timestamp' for one in self._parsed())})"
            skipped = self._fault("clock_change", "'a time that the clock showed once'")
            strange = self._fault(
                "bad_date" if self.column.type == "DATE" else "bad_time", _FORMATS
            )
            return f"case when {parsed} is not null then {skipped} else {strange} end"
        if self.column.type == TIMESTAMP:
            return f"fault_of_time('{self.name}', {self.name}, $zone)"
        _, reason, expected = _READERS[self.column.type]
        return self._fault(reason, f"'{expected}'")

    def _fault(self, reason: str, expected: str) -> str:
        return f"fault('{reason}', '{self.name}', {self.name}, {expected})"

    def _parsed(self) -> list[str]:
        return [
            f"try_strptime({self.name}, $format_{self.name}_{place})"
            for place in range(len(self.formats))
        ]

    def _tries(self) -> list[str]:
        """Give one reading a format."""
        if self.column.type == "DATE":
            return [f"{parsed}::date" for parsed in self._parsed()]
        return [
            parsed if "%z" in one else f"in_zone({parsed}, $zone, $clock_changes)"
            for parsed, one in zip(self._parsed(), self.formats, strict=True)
        ]
