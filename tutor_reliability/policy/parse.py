"""Read a policy file, and refuse it in one line that says where and what to do.

How one table is read is in `section`; a whole text in `reading`; texts and markets in `book`; what
parses but cannot be meant in `contradictions`.
"""

from pathlib import Path

from tutor_reliability.errors import PolicyError
from tutor_reliability.hints import nearest
from tutor_reliability.policy.book import Beside, read_book
from tutor_reliability.policy.model import Book, Policy

BUILT_IN = Path(__file__).parent / "policies"
GALLERY = Path(__file__).parent / "gallery"
"""Policies that others have published, ready to start from."""


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
    return read_book(text_of(path), file=path.name, beside=beside(path))


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
