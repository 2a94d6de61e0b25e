"""What was measured as a page of figures: build/benchmarks.html, one file that needs no network.

Two figures a benchmark: what its jobs cost when they were measured last, side by side, and what
each has cost in every kept run, as ratios to its first one, so that a regression is a step up.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import plotly.graph_objects as go

from benchmarks.history import Result, key_of
from benchmarks.latest import Standing, standings
from dashboards.theme import FONT, LIGHT

PAGE = Path("build") / "benchmarks.html"
_COLOURS = (LIGHT.completed, LIGHT.late, LIGHT.early, LIGHT.excused, LIGHT.no_show, LIGHT.student)
_SYMBOLS = ("circle", "square", "diamond", "cross", "x", "triangle-up")
_HEAD = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>What things cost</title>
<style>body {{ font-family: {FONT}; color: {LIGHT.ink}; background: {LIGHT.bg};
max-width: 70rem; margin: 2rem auto; padding: 0 1rem }}</style></head><body>
<h1>What things cost</h1>
<p>Written by <code>make bench</code> from <code>benchmarks/results</code>. CPU seconds are of all
threads and children, the least of the runs.</p>
"""


def write(results: Iterable[Result], root: Path) -> Path:
    """Write the page; gives its path."""
    path = root / PAGE
    path.parent.mkdir(exist_ok=True)
    path.write_text(page(list(results)), encoding="utf-8")
    return path


def page(results: Sequence[Result]) -> str:
    """Make the page, the oldest result first; Plotly's script stands in it once."""
    parts = [_HEAD]
    script = True
    for name, found in standings(results).items():
        parts.append(f"<h2>{name}</h2>")
        kept = [one for one in results if one["benchmark"] == name]
        for figure in (side_by_side(found), over_time(kept)):
            config = {"displaylogo": False, "showSendToCloud": False}
            parts.append(figure.to_html(full_html=False, include_plotlyjs=script, config=config))
            script = False
    return "\n".join([*parts, "</body></html>"])


def side_by_side(found: Sequence[Standing]) -> go.Figure:
    """Draw what each job costs in each case, when measured last.

    Args:
        found: One entry a job and case.
    """
    figure = go.Figure()
    for place, job in enumerate(dict.fromkeys(one.job for one in found)):
        its = [one for one in found if one.job == job]
        figure.add_bar(
            x=[one.case for one in its],
            y=[one.cpu_s for one in its],
            name=job,
            marker_color=_COLOURS[place % len(_COLOURS)],
            text=[f"{one.cpu_s:.1f}" for one in its],
            customdata=[[one.wall_s, one.peak_mb, one.at] for one in its],
            hovertemplate="%{y:.2f} CPU s, %{customdata[0]:.1f} s on the clock, peak "
            "%{customdata[1]:,.0f} MB<br>%{customdata[2]}",
        )
    figure.update_layout(barmode="group", title="What the jobs of each case cost")
    figure.update_yaxes(title="CPU seconds, logarithmic", type="log")
    return _dressed(figure)


def over_time(results: Sequence[Result]) -> go.Figure:
    """Draw what each job cost in every kept run, to its first one.

    Args:
        results: Kept results of one benchmark, the oldest first.
    """
    costs: dict[str, list[tuple[str, float]]] = {}
    for result in results:
        for one in result["measured"]:
            name = f"{one['job']}, {key_of(one['case'])}"
            costs.setdefault(name, []).append((result["at"], min(one["cpu_s"])))
    figure = go.Figure()
    for place, (name, its) in enumerate(costs.items()):
        figure.add_scatter(
            x=[at for at, _ in its],
            y=[cost / its[0][1] if its[0][1] else None for _, cost in its],
            name=name,
            mode="lines+markers",
            marker={
                "color": _COLOURS[place % len(_COLOURS)],
                "symbol": _SYMBOLS[place // len(_COLOURS) % len(_SYMBOLS)],
            },
            customdata=[cost for _, cost in its],
            hovertemplate="%{y:.2f} times the first, %{customdata:.2f} CPU s<br>%{x}",
        )
    figure.add_hline(y=1, line={"color": LIGHT.rule, "dash": "dot"})
    figure.update_layout(title="Every kept run beside the first")
    figure.update_yaxes(title="CPU seconds to those of the first kept run", rangemode="tozero")
    return _dressed(figure)


def _dressed(figure: go.Figure) -> go.Figure:
    return figure.update_layout(
        font={"family": FONT, "color": LIGHT.ink},
        paper_bgcolor=LIGHT.surface,
        plot_bgcolor=LIGHT.surface,
        height=420,
    )
