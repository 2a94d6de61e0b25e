"""What was measured as a page of figures: build/benchmarks.html, which needs no network.

A card a benchmark with what its jobs cost when they were measured last, and, once it was measured
again, another with what each has cost in every kept run beside the first, so that a regression is
a step up.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.history import Result, key_of
from benchmarks.latest import Standing, standings
from dashboards import alone
from dashboards.figures.spec import Spec
from dashboards.pages.views import Card, Column, Figure, Table
from dashboards.theme import LIGHT

PAGE = Path("build") / "benchmarks.html"
_COLOURS = (LIGHT.completed, LIGHT.late, LIGHT.early, LIGHT.excused, LIGHT.no_show, LIGHT.student)
_SYMBOLS = ("circle", "square", "diamond", "cross", "x", "triangle-up")
_LONG_NUMBER = re.compile(r"\b\d{5,}\b")
_FEW_BARS, _SOME_BARS = 4, 10
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
    cards: list[Card] = []
    for name, found in standings(results).items():
        cards.append(_now(name, found))
        kept = [one for one in results if one["benchmark"] == name]
        if len(kept) > 1:
            cards.append(_before(name, kept))
    return alone.page("What things cost", [_SAYS], cards)


def side_by_side(found: Sequence[Standing]) -> Spec:
    """Draw what each job costs in each case, when measured last.

    Args:
        found: One entry a job and case.
    """
    data = []
    for place, job in enumerate(dict.fromkeys(one.job for one in found)):
        its = [one for one in found if one.job == job]
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": job,
                "x": [round(one.cpu_s, 2) for one in its],
                "y": [readable(one.case) for one in its],
                "marker": {"color": _COLOURS[place % len(_COLOURS)]},
                "text": [f"{one.cpu_s:.1f} s" for one in its],
                "textposition": "outside",
                "cliponaxis": False,
                "customdata": [[round(one.wall_s, 1), round(one.peak_mb), one.at] for one in its],
                "hovertemplate": "%{y}: %{x:.2f} CPU s, %{customdata[0]:.1f} s on the clock, peak "
                "%{customdata[1]:,} MB<br>%{customdata[2]}",
            }
        )
    return {
        "data": data,
        "layout": {
            "barmode": "group",
            "xaxis": {"title": {"text": "CPU seconds"}, "rangemode": "tozero"},
            "yaxis": {"title": {"text": ""}, "type": "category", "autorange": "reversed"},
        },
    }


def over_time(results: Sequence[Result]) -> Spec:
    """Draw what each job cost in every kept run, to its first one.

    Args:
        results: Kept results of one benchmark, the oldest first.
    """
    costs: dict[str, list[tuple[str, float]]] = {}
    for result in results:
        for one in result["measured"]:
            name = f"{one['job']}, {readable(key_of(one['case']))}"
            costs.setdefault(name, []).append((result["at"], min(one["cpu_s"])))
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": name,
                "x": [at for at, _ in its],
                "y": [round(cost / its[0][1], 4) if its[0][1] else None for _, cost in its],
                "marker": {
                    "color": _COLOURS[place % len(_COLOURS)],
                    "symbol": _SYMBOLS[place // len(_COLOURS) % len(_SYMBOLS)],
                },
                "customdata": [cost for _, cost in its],
                "hovertemplate": "%{y:.2f} times the first, %{customdata:.2f} CPU s<br>%{x}",
            }
            for place, (name, its) in enumerate(costs.items())
        ],
        "layout": {
            "xaxis": {"title": {"text": "Measured on"}, "type": "date"},
            "yaxis": {"title": {"text": "Times the first kept run"}, "rangemode": "tozero"},
        },
    }


def readable(case: str) -> str:
    """Set the thousands of a case's numbers apart.

    >>> readable("form csv, rows 1000000")
    'form csv, rows 1,000,000'
    """
    return _LONG_NUMBER.sub(lambda found: f"{int(found[0]):,}", case)


def _now(name: str, found: Sequence[Standing]) -> Card:
    height = "l" if len(found) > _SOME_BARS else "m" if len(found) > _FEW_BARS else "s"
    numbers = Table(
        caption=f"What {name} cost when it was measured last",
        columns=[
            Column(title="Case"),
            Column(title="Job"),
            Column(title="CPU s", numeric=True),
            Column(title="Seconds", numeric=True),
            Column(title="Peak MB", numeric=True),
            Column(title="Measured", narrow=True),
        ],
        rows=[
            [
                readable(one.case),
                one.job,
                f"{one.cpu_s:,.2f}",
                f"{one.wall_s:,.2f}",
                f"{one.peak_mb:,.0f}",
                one.at[:10],
            ]
            for one in found
        ],
        stack=True,
    )
    return Card(
        name=f"now-{name}",
        title=name.capitalize(),
        how="What each job costs, when it was measured last.",
        figure=Figure(
            name=f"now-{name}",
            label=f"CPU seconds of the jobs of {name}",
            spec=side_by_side(found),
            numbers=numbers,
            height=height,
        ),
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
