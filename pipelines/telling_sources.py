"""What `tutor-reliability sources` tells: which exports can be read, and who reads which file."""

from collections.abc import Iterator
from pathlib import Path

from tutor_reliability.landing.discover import claimed
from tutor_reliability.sources import ADAPTERS, Claim, named
from tutor_reliability.sources.forms import FORMS
from tutor_reliability.tables import LOGS

_CANONICAL = ("canonical", f"{', '.join(f'{log}*' for log in LOGS)} ({', '.join(FORMS)})")
_FILE = ("FILE.toml", "any CSV or JSON lines, as a source file beside the logs says")


def sources(logs: Path | None, source: str) -> int:
    """List the sources there are; with a folder, say who reads each of its files."""
    lines = _known() if logs is None else _claims(logs, source)
    for line in lines:
        print(line)  # noqa: T201 - a command line speaks
    return 0


def _known() -> Iterator[str]:
    """Give one line a source, its page below it."""
    told = [
        (*_CANONICAL, "docs/operator.md"),
        *((one.name, f"{one.title}: {one.exports}", one.page) for one in ADAPTERS),
        (*_FILE, "docs/sources/csv.md"),
    ]
    width = max(len(name) for name, *_ in told)
    for name, reads, page in told:
        yield f"{name:{width}}  {reads}"
        yield f"{'':{width}}  {page}"


def _claims(logs: Path, source: str) -> Iterator[str]:
    """Give one line a file: by whom it is read, and as which logs."""
    found = claimed(logs, named(source))
    width = max((len(name) for _, name, _ in found), default=0)
    for _, name, claim in found:
        yield f"{name:{width}}  {_who(claim)}"


def _who(claim: Claim | None) -> str:
    if claim is None:
        return "nobody: it is passed over"
    return f"{claim.source.file or claim.source.name}: {', '.join(claim.logs)}"
