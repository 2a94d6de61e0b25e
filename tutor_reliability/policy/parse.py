"""Read a policy file, and refuse it in one line that says where and what to do.

How one table is read is in `section`; a whole text in `reading`; texts and markets in `book`; what
parses but cannot be meant in `contradictions`.
"""

from dataclasses import dataclass
from pathlib import Path

from tutor_reliability.errors import PolicyError
from tutor_reliability.hints import nearest
from tutor_reliability.policy.book import Beside, read_book
from tutor_reliability.policy.model import Book, Policy

BUILT_IN = Path(__file__).parent / "policies"
GALLERY = Path(__file__).parent / "gallery"
"""Policies that others have published, ready to start from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A book, and the name and text of each file that was read beside it."""

    book: Book
    beside: tuple[tuple[str, str], ...]


_READ: dict[tuple[Path, str], _Read] = {}
"""Books by file and text: a night asks for its policy some thirty times."""
_MOST_READ = 16


def load(name_or_file: str) -> Policy:
    """Read a policy of ours by name, or any policy by its file: its newest text, in no market.

    Raises:
        PolicyError: There is no such policy, or the file does not say what a policy must.
    """
    return load_book(name_or_file).newest


def load_book(name_or_file: str) -> Book:
    """Read a policy with the texts that were in force before, in all its markets.

    Raises:
        PolicyError: There is no such policy, or a file does not say what a policy must.
    """
    path = path_of(name_or_file)
    text = text_of(path)
    known = _READ.get((path, text))
    if known is not None and all(_says(path, *one) for one in known.beside):
        return known.book
    asked: list[tuple[str, str]] = []

    def noted(name: str) -> str:
        asked.append((name, beside(path)(name)))
        return asked[-1][1]

    found = _Read(book=read_book(text, file=path.name, beside=noted), beside=tuple(asked))
    if len(_READ) >= _MOST_READ:
        _READ.clear()
    _READ[path, text] = found
    return found.book


def parse(text: str, *, file: str) -> Policy:
    """Read the text of a policy file by itself, without the texts that were in force before.

    Raises:
        PolicyError: The text is no TOML, or does not say what a policy must.
    """
    return read_book(text, file=file, beside=None).newest


def path_of(name_or_file: str) -> Path:
    """Find the file of a policy of ours by name, or of any policy by its file.

    Raises:
        PolicyError: There is no such policy.
    """
    path = Path(name_or_file)
    if path.suffix != ".toml":
        path = next(
            (
                folder / f"{name_or_file}.toml"
                for folder in (BUILT_IN, GALLERY)
                if name_or_file in names(folder)
            ),
            path,
        )
    if not path.is_file():
        known = [*names(BUILT_IN), *names(GALLERY)]
        raise PolicyError(
            f"{name_or_file}: no such policy{nearest(name_or_file, known)}; "
            f"built in are {', '.join(names(BUILT_IN))}, in the gallery {', '.join(names(GALLERY))}"
            ", any other is a file ending in .toml"
        )
    return path


def names(folder: Path) -> list[str]:
    """Name the policies of a folder."""
    return sorted(one.stem for one in folder.glob("*.toml"))


def beside(path: Path) -> Beside:
    """Give what reads the files that lie beside a policy file."""
    return lambda name: text_of(path.parent / name)


def _says(path: Path, name: str, text: str) -> bool:
    """Tell whether a file beside a policy still has a text."""
    file = path.parent / name
    return file.is_file() and text_of(file) == text


def text_of(path: Path) -> str:
    """Read the text of a policy file.

    Raises:
        PolicyError: The file cannot be read, or not as UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(
            f"{path.name}: cannot be read: {error}; expected a UTF-8 text file"
        ) from None
