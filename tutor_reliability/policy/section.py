"""One table of a policy file: hands out values of the kind asked for, and refuses the rest."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from tutor_reliability.errors import PolicyError
from tutor_reliability.hints import nearest
from tutor_reliability.policy.durations import Length, parse_length
from tutor_reliability.policy.lines import Lines, Path

_TIME = re.compile(r"([01]\d|2[0-4]):([0-5]\d)")
_DAY_SECONDS = 86_400
_YEARS = range(1970, 2200)
_LONGEST_QUOTE = 120


class LineError(PolicyError):
    """One thing wrong with a policy file, and the line it stands on."""

    def __init__(self, file: str, line: int, says: str) -> None:
        """Say what is wrong on a line of a file."""
        super().__init__(f"{file}:{line}: {says}")
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The file that values were read from, and where in it they stand."""

    file: str
    lines: Lines = field(default_factory=Lines)
    market: str = ""

    def refuse(self, path: Path, says: str) -> LineError:
        """Say what is wrong with the value at a path."""
        where = f"in market {self.market}, " if self.market else ""
        return LineError(self.file, self.lines.line(path), f"{where}{place(path)}{says}")

    def refuse_key(self, path: Path, key: str, advice: str) -> LineError:
        """Say that a table has a key that means nothing."""
        where = f"in market {self.market}, " if self.market else ""
        says = f"{where}{place(path)} has the unknown key {key!r}{advice}"
        return LineError(self.file, self.lines.line((*path, key)), says)


def place(path: Path) -> str:
    """Say a path as people do: rule[2].when.late_90d.

    >>> place(("rule", 2, "when"))
    'rule[2].when'
    """
    said = "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in path)
    return said.removeprefix(".") or "the file"


class Section:
    """One table of a policy file: knows its place, and which keys somebody asked for.

    Each method that gives a value raises PolicyError where the value is not of that kind.
    """

    def __init__(self, origin: Origin, path: Path, values: object) -> None:
        """Take the table found at `path` of the file."""
        if not isinstance(values, Mapping):
            raise origin.refuse(path, f" is {_quoted(values)}, expected a table")
        self.origin = origin
        self.path = path
        self._values = dict(values)
        self._known: list[str] = []

    def fail(self, key: str, expected: str) -> LineError:
        """Say what is wrong with the value of a key."""
        found = _quoted(self._values[key]) if key in self._values else "missing"
        return self.origin.refuse((*self.path, key), f" is {found}, expected {expected}")

    def value(self, key: str, kind: type, expected: str, default: object = ...) -> object:
        """Give the value of a key, of the kind asked for."""
        self._known.append(key)
        if key not in self._values:
            if default is ...:
                raise self.fail(key, expected)
            return default
        found = self._values[key]
        if not isinstance(found, kind) or (isinstance(found, bool) and kind is not bool):
            raise self.fail(key, expected)
        return found

    def text(self, key: str, default: object = ...) -> str:
        """Give a text that is not empty."""
        found = str(self.value(key, str, "text", default))
        if not found.strip() and key in self._values:
            raise self.fail(key, "text that is not empty")
        return found

    def choice(self, key: str, options: Iterable[str], default: object = ...) -> str:
        """Give a text that is one of the options."""
        known = tuple(options)
        found = self.text(key, default)
        if found not in known and key in self._values:
            raise self.fail(key, f"one of {', '.join(known)}{nearest(found, known)}")
        return found

    def flag(self, key: str, *, default: bool | None) -> bool | None:
        """Give true, false, or the default."""
        found = self.value(key, bool, "true or false", default)
        return None if found is None else bool(found)

    def switch(self, key: str, *, default: bool = False) -> bool:
        """Give true or false."""
        return bool(self.flag(key, default=default))

    def day(self, key: str) -> date:
        """Give a calendar day."""
        expected = "a date such as 2026-01-31"
        found = self.value(key, date, expected)
        if not _is_day(found):
            raise self.fail(key, expected)
        assert isinstance(found, date)  # noqa: S101 - mypy does not follow _is_day
        return found

    def days(self, key: str) -> tuple[date, ...]:
        """Give a list of calendar days; none where the key is left out."""
        expected = "a list of dates such as [2026-01-31]"
        found = self.value(key, list, expected, [])
        if not isinstance(found, list) or not all(_is_day(one) for one in found):
            raise self.fail(key, expected)
        return tuple(found)

    def time(self, key: str) -> int:
        """Give a time of the day, in seconds since midnight."""
        match = _TIME.fullmatch(self.text(key))
        seconds = (int(match[1]) * 60 + int(match[2])) * 60 if match else None
        if seconds is None or seconds > _DAY_SECONDS:
            raise self.fail(key, 'a time such as "08:00"')
        return seconds

    def number(self, key: str, default: object = ..., *, signed: bool = False) -> float:
        """Give a number, negative only where it may be signed."""
        expected = "a number" if signed else "a number, 0 or more"
        found = self.value(key, object, expected, default)
        if not is_number(found) or (float(str(found)) < 0 and not signed):
            raise self.fail(key, expected)
        return float(str(found))

    def count(self, key: str, default: object = ..., *, least: int = 0) -> int:
        """Give a whole number that is not negative, or at least so much."""
        expected = f"a whole number, {least} or more"
        found = self.value(key, int, expected, default)
        if not isinstance(found, int) or not least <= found < 2**31:
            raise self.fail(key, expected)
        return found

    def length(self, key: str) -> Length:
        """Give a length of elapsed time."""
        found = self._length(key)
        if not found.is_elapsed:
            raise self.fail(key, "a length of fixed size; write it in s, min, h or d")
        return found

    def span(self, key: str) -> Length:
        """Give a length of calendar time: whole days, months or years."""
        found = self._length(key)
        if not found.is_calendar:
            raise self.fail(key, "at least one day, month or year; write it in d, mo or y")
        return found

    def length_or_none(self, key: str) -> Length | None:
        """Give a length of elapsed time, None where the key is left out."""
        return self.length(key) if self.has(key) else None

    def span_or_none(self, key: str) -> Length | None:
        """Give a length of calendar time, None where the key is left out."""
        return self.span(key) if self.has(key) else None

    def texts(self, key: str, options: Iterable[str] = (), default: object = ()) -> tuple[str, ...]:
        """Give a list of texts; a single text stands for a list of one."""
        return self.names_of(key, tuple(options) or None, default)

    def names_of(
        self, key: str, options: Iterable[str] | None, default: object = ()
    ) -> tuple[str, ...]:
        """Give a list of texts that are all among the options, of which there may be none."""
        self._known.append(key)
        found = self._values.get(key, default)
        listed = [found] if isinstance(found, str) else found
        if not isinstance(listed, list | tuple) or not all(isinstance(one, str) for one in listed):
            raise self.fail(key, "a list of texts")
        known = None if options is None else tuple(options)
        for number, one in enumerate(listed, start=1):
            if known is not None and one not in known and key in self._values:
                raise self.origin.refuse(
                    (*self.path, key) if isinstance(found, str) else (*self.path, key, number),
                    f" is {one!r}, expected {_one_of(known)}{nearest(one, known)}",
                )
        return tuple(listed)

    def section(self, key: str, *, required: bool = True) -> "Section":
        """Give a table inside this one."""
        self._known.append(key)
        if key not in self._values and required:
            raise self.fail(key, "a table")
        return Section(self.origin, (*self.path, key), self._values.get(key, {}))

    def sections(self, key: str, *, required: bool = True) -> list["Section"]:
        """Give the tables of an array of tables."""
        self._known.append(key)
        found = self._values.get(key, [])
        if not isinstance(found, list) or (required and not found):
            raise self.fail(key, f"at least one [[{key}]]")
        return [
            Section(self.origin, (*self.path, key, number), one)
            for number, one in enumerate(found, start=1)
        ]

    def has(self, key: str) -> bool:
        """Tell whether the table has the key, which is then one that somebody asked for."""
        self._known.append(key)
        return key in self._values

    def names(self) -> list[str]:
        """Give the keys in the order of the file."""
        return list(self._values)

    def known_name(self, key: str, known: Iterable[str]) -> bool:
        """Refuse a key of this table that names nothing known."""
        names = tuple(known)
        if key not in names:
            raise self.origin.refuse(
                (*self.path, key),
                f" names nothing known, expected {_one_of(names)}{nearest(key, names)}",
            )
        return True

    def raw(self, key: str) -> object:
        """Give a value as the file has it, whatever its kind."""
        self._known.append(key)
        return self._values.get(key)

    def done(self) -> None:
        """Refuse a key that nobody asked for: a misspelt key would silently change a judgement."""
        known = list(dict.fromkeys(self._known))
        for key in self._values:
            if key not in known:
                raise self.origin.refuse_key(
                    self.path,
                    key,
                    f"{nearest(key, known)}; known keys are {', '.join(known)}",
                )

    def _length(self, key: str) -> Length:
        text = self.text(key)
        try:
            return parse_length(text)
        except ValueError as error:
            raise self.origin.refuse((*self.path, key), f": {error}") from None


def is_number(value: object) -> bool:
    """Tell whether a value is a number that one can count with."""
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and abs(value) < 2**53
        and math.isfinite(value)
    )


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime) and value.year in _YEARS


def _quoted(value: object) -> str:
    said = repr(value)
    return said if len(said) <= _LONGEST_QUOTE else f"{said[: _LONGEST_QUOTE - 3]}..."


def _one_of(known: tuple[str, ...]) -> str:
    return f"only {', '.join(known)}" if known else "none: there is nothing to name"
