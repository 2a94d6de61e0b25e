"""The checkout as the house rules see it: its files, whether committed yet or not."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGES = ("tutor_reliability", "dashboards", "assets", "quality", "pipelines")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout:
    """The files of the project that git tracks or would track."""

    root: Path
    names: tuple[str, ...]
    packages: tuple[str, ...] = PACKAGES

    def paths(self, *folders: str, suffix: str = "") -> Iterator[str]:
        """Name the files below any of the folders (all, if none is given), by suffix."""
        starts = tuple(f"{folder}/" for folder in folders) or ("",)
        return (name for name in self.names if name.startswith(starts) and name.endswith(suffix))

    def text(self, name: str) -> str:
        """Read a file; bytes that are no text are left out."""
        return (self.root / name).read_bytes().decode(errors="ignore")

    def tree(self, name: str) -> ast.Module:
        """Parse a Python file."""
        return ast.parse(self.text(name), filename=name)


@pytest.fixture(scope="session")
def checkout() -> Checkout:
    root = Path(__file__).parents[2]
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    names = sorted({name for name in listed if name and (root / name).is_file()})
    return Checkout(root=root, names=tuple(names))
