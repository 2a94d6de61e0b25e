"""The SQL of landing: one statement a file, read once."""

from functools import cache
from importlib.resources import files


@cache
def statement(name: str) -> str:
    """Give the text of a SQL file of this folder, by its name without the suffix."""
    return (files(__name__) / f"{name}.sql").read_text(encoding="utf-8")
