"""What was measured as a page of figures: build/benchmarks.html, which needs no network.

First what changed: each job's CPU seconds to those of the kept run before. Then a card a benchmark
with what its jobs cost when they were measured last, with what else they gave folded below, and,
once it was measured again, another with what each has cost in every kept run beside the first, so
that a regression is a step up.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.figures import over_time, readable, shared, side_by_side, since_before, times
from benchmarks.history import Result
from benchmarks.latest import SLOWER, Standing, standings
from dashboards import alone, words
from dashboards.pages.views import Card, Column, Figure, Table

PAGE = Path("build") / "benchmarks.html"
_FEW_BARS, _SOME_BARS, _MANY_BARS = 3, 8, 12
_SAYS = (
    "Written by make bench from benchmarks/results. CPU seconds are of all threads and children, "
    "the least of the runs; the machine and the versions stand in docs/benchmarks.md."
)


def write(results: Iterable[Result], root: Path) -> Path:
    """Write the page; gives its path."""
    path = root / PAGE
    path.parent.mkdir(exist_ok=True)
    path.write_text(page(list(results)), encoding="utf-8")
    return path


def page(results: Sequence[Result]) -> str:
    """Make the page; results come oldest first."""
    standing = standings(results)
    cards = list(_since(standing))
    for name, found in standing.items():
        cards.append(_now(name, found))
        kept = [one for one in results if one["benchmark"] == name]
        if len(kept) > 1:
            cards.append(_before(name, kept))
    return alone.page("What things cost", [_SAYS], cards)


def _since(standing: Mapping[str, Sequence[Standing]]) -> Iterator[Card]:
    """Say what changed, the dearest first, once anything was measured twice."""
    again = [(of, one) for of, its in standing.items() for one in its if one.before is not None]
    if not again:
        return
    ordered = sorted(again, key=lambda pair: -(pair[1].before or 0.0))
    slower = sum(one.is_slower for _, one in ordered)
    yield Card(
        name="since",
        title="Since the time before",
        how=f"{slower} of {len(ordered)} jobs that were measured again cost at least "
        f"{words.limit(round(SLOWER - 1, 3))} more. Two runs on a machine that others use as well "
        f"differ by as much.{_drawn(len(ordered))}",
        figure=Figure(
            name="since",
            label="CPU seconds of each job to those of the kept run before",
            spec=since_before(ordered[:_MANY_BARS]),
            numbers=Table(
                caption="CPU seconds of each job, and of the kept run before",
                columns=[
                    Column(title="Benchmark"),
                    Column(title="Case"),
                    Column(title="Job"),
                    Column(title="CPU s", numeric=True),
                    Column(title="Times the run before", numeric=True),
                    Column(title="Measured", narrow=True),
                ],
                rows=[
                    [
                        of,
                        readable(one.case),
                        one.job,
                        f"{one.cpu_s:,.2f}",
                        times(one.before),
                        one.at[:10],
                    ]
                    for of, one in ordered
                ],
                stack=True,
            ),
            height=_height(min(len(ordered), _MANY_BARS)),
        ),
    )


def _drawn(bars: int) -> str:
    return f" Drawn are the {_MANY_BARS} dearest." if bars > _MANY_BARS else ""


def _height(bars: int) -> str:
    return "xl" if bars > _SOME_BARS else "m" if bars > _FEW_BARS else "s"


def _given(found: Sequence[Standing]) -> Sequence[tuple[str, Table]]:
    """Give what jobs gave beside their cost, a row a figure."""
    rows = [
        [readable(one.case), one.job, name, f"{value:,.2f}".removesuffix(".00")]
        for one in found
        for name, value in one.figures.items()
    ]
    if not rows:
        return ()
    columns = [
        Column(title="Case"),
        Column(title="Job"),
        Column(title="What"),
        Column(title="Figure", numeric=True),
    ]
    caption = "What the jobs gave beside their cost"
    return ((caption, Table(caption=caption, columns=columns, rows=rows, stack=True)),)


def _now(name: str, found: Sequence[Standing]) -> Card:
    numbers = Table(
        caption=f"What {name} cost when it was measured last",
        columns=[
            Column(title="Case"),
            Column(title="Job"),
            Column(title="CPU s", numeric=True),
            Column(title="Seconds", numeric=True),
            Column(title="Peak MB", numeric=True),
            Column(title="Ours is", numeric=True),
            Column(title="Times the run before", numeric=True),
            Column(title="Measured", narrow=True),
        ],
        rows=[
            [
                readable(one.case),
                one.job,
                f"{one.cpu_s:,.2f}",
                f"{one.wall_s:,.2f}",
                f"{one.peak_mb:,.0f}",
                times(one.ours),
                times(one.before),
                one.at[:10],
            ]
            for one in found
        ],
        stack=True,
    )
    common = shared(found)
    of = f": {common}" if common else ""
    return Card(
        name=f"now-{name}",
        title=name.capitalize(),
        how=f"What each job costs, when it was measured last{of}.",
        figure=Figure(
            name=f"now-{name}",
            label=f"CPU seconds of the jobs of {name}",
            spec=side_by_side(found),
            numbers=numbers,
            height=_height(len(found)),
        ),
        folded=_given(found),
    )


def _before(name: str, kept: Sequence[Result]) -> Card:
    return Card(
        name=f"before-{name}",
        title=f"{name.capitalize()}, every kept run beside the first",
        how="Above 1: dearer than the first time, perhaps on another machine.",
        figure=Figure(
            name=f"before-{name}",
            label=f"CPU seconds of {name} over time",
            spec=over_time(kept),
            height="l",
        ),
    )
