"""An import that waits until somebody asks for something of the package."""

import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType


class _Later(MetaPathFinder):
    """Finds some modules as Python would, to be loaded at the first use."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in self._names:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


@contextmanager
def put_off(*modules: str) -> Generator[None]:
    """Let modules be imported meanwhile without being loaded; their first use loads them.

    One that is loaded already stays as it is.

    >>> with put_off("this"):
    ...     import this
    >>> len(this.d)  # doctest: +ELLIPSIS
    The Zen of Python, by Tim Peters
    ...
    52
    """
    later = _Later(modules)
    sys.meta_path.insert(0, later)
    try:
        yield
    finally:
        sys.meta_path.remove(later)
