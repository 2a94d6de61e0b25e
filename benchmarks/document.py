"""What was measured last as tables: docs/benchmarks.md, written by the command that measures."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from benchmarks.history import Result
from benchmarks.latest import SLOWER, Standing, standings

DOCUMENT = Path("docs") / "benchmarks.md"
_PREFACE = f"""\
# What things cost

Written by `make bench` from the results kept in `benchmarks/results`; the same as figures, with
all earlier runs, is in `build/benchmarks.html`. CPU seconds are of all threads and children, the
least of the runs; jobs of one table took turns on one machine, so their ratios hold where seconds
do not. "Ours is" says what our way costs beside that one, and nothing where a job does something
else. "Before" is the ratio to the kept run before; {SLOWER:.2f} and more is in bold.
"""


def write(results: Iterable[Result], root: Path) -> Path:
    """Write the document; gives its path."""
    path = root / DOCUMENT
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines(results)) + "\n", encoding="utf-8")
    return path


def lines(results: Iterable[Result]) -> Iterator[str]:
    """Give the lines of the document, a section a benchmark."""
    yield _PREFACE.rstrip()
    for name, found in standings(results).items():
        yield ""
        yield f"## {name}"
        for _, its in groupby(sorted(found, key=lambda one: one.at), key=lambda one: one.at):
            measured = list(its)
            yield ""
            yield _said(measured[0])
            yield ""
            yield from _table(measured)
            yield from _figures(measured)


def _said(one: Standing) -> str:
    machine = one.machine
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    return (
        f"{one.at[:10]}, commit {machine['commit']}: {machine['cores']} cores of "
        f"{machine['cpu']}, {machine['ram_gib']:.0f} GiB, load {machine['load'][0]:.0f}; "
        f"Python {machine['python']}, {versions}."
    )


def _table(found: Sequence[Standing]) -> Iterator[str]:
    yield "| case | job | CPU s | wall s | peak MB | ours is | before |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: |"
    for one in found:
        before = f"**{_times(one.before)}**" if one.is_slower else _times(one.before)
        cells = (
            one.case,
            one.job,
            f"{one.cpu_s:.2f}",
            f"{one.wall_s:.2f}",
            f"{one.peak_mb:,.0f}",
            _times(one.ours),
            before,
        )
        yield f"| {' | '.join(cells)} |"


def _figures(found: Sequence[Standing]) -> Iterator[str]:
    """Say what the jobs gave beside their cost."""
    told = [one for one in found if one.figures]
    if told:
        yield ""
    for one in told:
        figures = ", ".join(f"{name} {_number(value)}" for name, value in one.figures.items())
        yield f"- {one.case}, {one.job}: {figures}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


def _times(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}x"
