"""On which line of a TOML file each table, key and element stands, which tomllib does not tell.

Only for text that tomllib has accepted: it looks for names and their values' ends, and does not
judge.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
"""The names that lead to a value; elements of an array are counted from 1."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]*")
_BLANK = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_PLAIN = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The line of each path of a file, counted from 1."""

    of: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """Give the line of a path, or of the nearest table that holds it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.of:
                return self.of[path[:length]]
        return 1

    def moved(self, old: Path, new: Path) -> "Lines":
        """Give these lines with all that lies under one path told of another."""
        under = {
            (*new, *path[len(old) :]): line
            for path, line in self.of.items()
            if path[: len(old)] == old
        }
        return Lines(of=self.of | under)


def lines_of(text: str) -> Lines:
    r"""Find the line of each table, key and element of an array.

    A table that is told more than once has the line of its own header, or else of its first key.

    >>> lines_of('[[meter]]\nname = "late"').of[("meter", 1, "name")]
    2
    """
    return Lines(of=_Scan(text).found())


class _Scan:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._of: dict[Path, int] = {}
        self._tables: dict[Path, int] = {}
        self._counted_to = 0
        self._line = 1

    def found(self) -> dict[Path, int]:
        table: Path = ()
        self._skip(_GAP)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_GAP)
        return self._of

    def _header(self) -> Path:
        line = self._here()
        doubled = self._text.startswith("[[", self._at)
        self._at += 2 if doubled else 1
        *outer, last = self._key()
        self._at = self._text.index("]", self._at) + (2 if doubled else 1)
        path: Path = ()
        for name in outer:
            path = self._newest((*path, name))
            self._of.setdefault(path, line)
        path = (*path, last)
        if not doubled:
            self._of[path] = line
            return path
        self._of.setdefault(path, line)
        self._tables[path] = self._tables.get(path, 0) + 1
        path = self._newest(path)
        self._of[path] = line
        return path

    def _newest(self, path: Path) -> Path:
        return (*path, self._tables[path]) if path in self._tables else path

    def _pair(self, table: Path) -> None:
        line = self._here()
        path = table
        for name in self._key():
            path = (*path, name)
            self._of.setdefault(path, line)
        self._at = self._text.index("=", self._at) + 1
        self._value(path)

    def _key(self) -> tuple[str, ...]:
        names = []
        while True:
            self._skip(_BLANK)
            names.append(self._name())
            self._skip(_BLANK)
            if self._text[self._at] != ".":
                return tuple(names)
            self._at += 1

    def _name(self) -> str:
        if self._text[self._at] in "\"'":
            return self._string()
        match = _BARE.match(self._text, self._at)
        assert match is not None  # noqa: S101 - tomllib has accepted the text
        self._at = match.end()
        return match[0]

    def _value(self, path: Path) -> None:
        self._skip(_BLANK)
        opened = self._text[self._at]
        if opened in "\"'":
            self._string()
        elif opened == "[":
            self._array(path)
        elif opened == "{":
            self._inline(path)
        else:
            self._skip(_SCALAR)

    def _array(self, path: Path) -> None:
        for number, _ in enumerate(self._inside("]"), start=1):
            self._of[*path, number] = self._here()
            self._value((*path, number))

    def _inline(self, path: Path) -> None:
        for _ in self._inside("}"):
            self._pair(path)

    def _inside(self, close: str) -> Iterator[None]:
        """Stop at each element of what opens here, until past its end."""
        self._at += 1
        self._skip(_GAP)
        while self._text[self._at] != close:
            yield None
            self._skip(_GAP)
            if self._text[self._at] == ",":
                self._at += 1
                self._skip(_GAP)
        self._at += 1

    def _string(self) -> str:
        quote = self._text[self._at]
        if not self._text.startswith(quote * 3, self._at):
            return self._until(quote, self._at + 1)
        said = self._until(quote * 3, self._at + 3)
        while self._text.startswith(quote, self._at):
            self._at += 1
        return said

    def _until(self, close: str, start: int) -> str:
        end = start
        while not self._text.startswith(close, end):
            end += 2 if close[0] == '"' and self._text[end] == "\\" else 1
        self._at = end + len(close)
        said = self._text[start:end]
        return _ESCAPED.sub(_unescaped, said) if close[0] == '"' else said

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _here(self) -> int:
        self._line += self._text.count("\n", self._counted_to, self._at)
        self._counted_to = self._at
        return self._line


def _unescaped(match: re.Match[str]) -> str:
    if match[3]:
        return _PLAIN.get(match[3], match[3])
    return chr(int(match[1] or match[2], 16))
