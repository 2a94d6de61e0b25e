"""An import as it would be where some other package is not installed."""

import sys
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def unseen(package: str) -> Generator[None]:
    """Hide a package from what is imported meanwhile.

    >>> with unseen("json"):
    ...     import json
    Traceback (most recent call last):
        ...
    ModuleNotFoundError: import of json halted; None in sys.modules
    """
    there = sys.modules.get(package)
    sys.modules[package] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[package]
        if there is not None:
            sys.modules[package] = there
