"""Small words that every clause needs."""

from collections.abc import Iterable


def listed(words: Iterable[str], last: str = "or") -> str:
    """Join words as a sentence does.

    >>> listed(["a", "b", "c"])
    'a, b or c'
    """
    said = list(words)
    if len(said) < 2:  # noqa: PLR2004 - one word needs no joining
        return "".join(said)
    return f"{', '.join(said[:-1])} {last} {said[-1]}"


def times(number: int) -> str:
    """Say how often: once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def spaced(name: str) -> str:
    """Say a name of the language: needs_review is "needs review"."""
    return name.replace("_", " ")
