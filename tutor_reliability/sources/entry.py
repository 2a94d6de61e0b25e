"""One table of a source file: what stands in it, or one line that says what should."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tutor_reliability.errors import SourceError
from tutor_reliability.hints import nearest


def read(path: Path) -> "Entry":
    """Read a source file as it is written.

    Raises:
        SourceError: It is missing, or is not TOML.
    """
    return Entry(file=path.name, place="", values=_read(path))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One table of a source file, and its place there."""

    file: str
    place: str
    values: Mapping[str, object]

    def wrong(self, key: str, expected: str) -> SourceError:
        """Say what stands at a key, and what was expected there."""
        return SourceError(
            f"{self.file}: {self.place}{key} is {self.values.get(key)!r}, expected {expected}"
        )

    def refuse_unknown(self, known: Iterable[str]) -> None:
        """Refuse keys that mean nothing here.

        Raises:
            SourceError: There is one.
        """
        options = list(known)
        for key in self.values:
            if key not in options:
                raise SourceError(
                    f"{self.file}: {self.place}{key} is unknown, expected one of "
                    f"{', '.join(options)}{nearest(key, options)}"
                )

    def table(self, key: str) -> "Entry":
        """Give the table at a key; an empty one where there is none."""
        found = self.values.get(key, {})
        if not isinstance(found, Mapping):
            raise self.wrong(key, "a table")
        return Entry(file=self.file, place=f"{self.place}{key}.", values=found)

    def text(self, key: str, default: str) -> str:
        """Give the text at a key, which may not be blank."""
        found = self.values.get(key, default)
        if not isinstance(found, str) or not found.strip():
            raise self.wrong(key, "text that is not empty")
        return found

    def texts(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """Give the list of texts at a key."""
        found = self.values.get(key, default)
        if not isinstance(found, list | tuple) or not all(isinstance(one, str) for one in found):
            raise self.wrong(key, "a list of texts")
        return tuple(found)

    def flag(self, key: str) -> bool:
        """Give true or false; false where nothing is said."""
        found = self.values.get(key, False)
        if not isinstance(found, bool):
            raise self.wrong(key, "true or false")
        return found

    def share(self, key: str, default: float) -> float:
        """Give the number from 0 to 1 at a key."""
        found = self.values.get(key, default)
        if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found <= 1:
            raise self.wrong(key, "a share from 0 to 1")
        return float(found)

    def choice(self, key: str, options: tuple[str, ...]) -> str | None:
        """Give the text at a key, which must be one of these; None where nothing is said."""
        found = self.values.get(key)
        if found is not None and found not in options:
            raise self.wrong(key, f"one of {', '.join(options)}{nearest(str(found), options)}")
        return None if found is None else str(found)


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SourceError(f"{path}: no such file, expected a source file in TOML") from None
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SourceError(f"{path}: is not UTF-8, expected TOML; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path}: is not TOML: {error}") from None
