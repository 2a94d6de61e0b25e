"""How much code each way is: lines neither blank nor comment, SQL and settings included."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.job import ROOT

_HERE = Path(__file__).parent
_SUFFIXES = (".py", ".sql", ".toml", ".yml")


def of_peer(name: str) -> int:
    """Count what a user of that tool has to keep for this job."""
    return sum(_lines(path) for path in [_HERE / f"with_{name}.py", *_files(f"with_{name}", _HERE)])


def of_ours() -> int:
    """Count the whole domain, its models and its checks, whatever this job needs of them."""
    folders = ("tutor_reliability", "assets", "quality")
    return sum(_lines(path) for folder in folders for path in _files(folder, ROOT))


def _files(folder: str, inside: Path) -> Iterator[Path]:
    return (path for path in (inside / folder).rglob("*") if path.suffix in _SUFFIXES)


def _lines(path: Path) -> int:
    text = path.read_text(encoding="utf-8")
    stripped = map(str.strip, text.splitlines())
    return sum(1 for line in stripped if line and not line.startswith(("--", "#")))
