"""One table of a policy file: hands out values of the kind asked for, and refuses the rest."""

import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from tutor_reliability.errors import PolicyError
from tutor_reliability.hints import nearest
from tutor_reliability.policy.durations import Length, parse_length

TOP = "the file"


class Section:
    """One table of a policy file: knows its place, and which keys somebody asked for.

    Each method that gives a value raises PolicyError where the value is not of that kind.
    """

    def __init__(self, file: str, place: str, values: object) -> None:
        """Take the table found at `place` of `file`."""
        if not isinstance(values, Mapping):
            raise PolicyError(f"{file}: {place} is {values!r}, expected a table")
        self.file = file
        self._place = place
        self._values = dict(values)
        self._known: list[str] = []

    def fail(self, key: str, expected: str) -> PolicyError:
        """Say what is wrong with the value of a key."""
        found = repr(self._values[key]) if key in self._values else "missing"
        return PolicyError(f"{self.file}: {self._join(key)} is {found}, expected {expected}")

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
        if not found.strip() and default is ...:
            raise self.fail(key, "text that is not empty")
        return found

    def choice(self, key: str, options: Iterable[str], default: object = ...) -> str:
        """Give a text that is one of the options."""
        known = tuple(options)
        found = self.text(key, default)
        if found not in known:
            raise self.fail(key, f"one of {', '.join(known)}{nearest(found, known)}")
        return found

    def flag(self, key: str, *, default: bool | None) -> bool | None:
        """Give true, false, or the default."""
        found = self.value(key, bool, "true or false", default)
        return None if found is None else bool(found)

    def day(self, key: str) -> date:
        """Give a calendar day."""
        expected = "a date such as 2026-01-31"
        found = self.value(key, date, expected)
        if not isinstance(found, date) or isinstance(found, datetime):
            raise self.fail(key, expected)
        return found

    def number(self, key: str) -> float:
        """Give a number that is not negative."""
        expected = "a number, 0 or more"
        found = self.value(key, object, expected)
        if not isinstance(found, int | float) or not math.isfinite(found) or found < 0:
            raise self.fail(key, expected)
        return float(found)

    def count(self, key: str, default: object = ...) -> int:
        """Give a whole number that is not negative."""
        expected = "a whole number, 0 or more"
        found = self.value(key, int, expected, default)
        if not isinstance(found, int) or found < 0:
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

    def texts(self, key: str, options: Iterable[str] = (), default: object = ()) -> tuple[str, ...]:
        """Give a list of texts; a single text stands for a list of one."""
        self._known.append(key)
        found = self._values.get(key, default)
        listed = [found] if isinstance(found, str) else found
        if not isinstance(listed, list | tuple) or not all(isinstance(one, str) for one in listed):
            raise self.fail(key, "a list of texts")
        known = tuple(options)
        for one in listed:
            if known and one not in known:
                raise self.fail(key, f"only {', '.join(known)}{nearest(one, known)}")
        return tuple(listed)

    def section(self, key: str, *, required: bool = True) -> "Section":
        """Give a table inside this one."""
        self._known.append(key)
        if key not in self._values and required:
            raise self.fail(key, "a table")
        return Section(self.file, self._join(key), self._values.get(key, {}))

    def sections(self, key: str, *, required: bool = True) -> list["Section"]:
        """Give the tables of an array of tables."""
        self._known.append(key)
        found = self._values.get(key, [])
        if not isinstance(found, list) or (required and not found):
            raise self.fail(key, f"at least one [[{key}]]")
        return [
            Section(self.file, f"{self._join(key)}[{number}]", one)
            for number, one in enumerate(found, start=1)
        ]

    def has(self, key: str) -> bool:
        """Tell whether the table has the key, which is then one that somebody asked for."""
        self._known.append(key)
        return key in self._values

    def names(self) -> list[str]:
        """Give the keys in the order of the file."""
        return list(self._values)

    def raw(self, key: str) -> object:
        """Give a value as the file has it, whatever its kind."""
        self._known.append(key)
        return self._values.get(key)

    def done(self) -> None:
        """Refuse a key that nobody asked for: a misspelt key would silently change a judgement."""
        known = list(dict.fromkeys(self._known))
        for key in self._values:
            if key not in known:
                raise PolicyError(
                    f"{self.file}: {self._place} has the unknown key {key!r}"
                    f"{nearest(key, known)}; known keys are {', '.join(known)}"
                )

    def _length(self, key: str) -> Length:
        text = self.text(key)
        try:
            return parse_length(text)
        except ValueError as error:
            raise PolicyError(f"{self.file}: {self._join(key)}: {error}") from None

    def _join(self, key: str) -> str:
        return key if self._place == TOP else f"{self._place}.{key}"
