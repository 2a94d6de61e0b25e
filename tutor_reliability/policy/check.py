"""Say all that is wrong with a policy file, and all that is odd."""

from dataclasses import dataclass

from tutor_reliability.errors import PolicyError
from tutor_reliability.policy.advice import advice, market_advice
from tutor_reliability.policy.book import Beside, book_of, read_texts
from tutor_reliability.policy.model import Book
from tutor_reliability.policy.parse import beside, path_of, text_of
from tutor_reliability.policy.reading import RefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a check found: the book if the file can be used, and what was said of it.

    `problems` refuse the file; `advice` does not.
    """

    book: Book | None
    problems: tuple[str, ...]
    advice: tuple[str, ...]


def check(name_or_file: str) -> Verdict:
    """Check a built-in policy by name, or any policy by its file.

    Raises:
        PolicyError: There is no such file, or it cannot be read.
    """
    path = path_of(name_or_file)
    return check_text(text_of(path), file=path.name, beside=beside(path))


def check_text(text: str, *, file: str, beside: Beside | None = None) -> Verdict:
    """Check the text of a policy file."""
    try:
        texts = read_texts(text, file=file, beside=beside)
    except RefusedError as refused:
        return Verdict(book=None, problems=tuple(map(str, refused.problems)), advice=())
    except PolicyError as error:
        return Verdict(book=None, problems=(str(error),), advice=())
    newest = texts[0]
    odd = advice(newest.policy, newest.origin)
    odd += market_advice(newest.policy, newest.variants[1:], newest.origin)
    return Verdict(book=book_of(texts), problems=(), advice=tuple(map(str, odd)))
