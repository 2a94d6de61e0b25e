"""Tutors against chance: each one's late rate over how often they could have been late."""

import numpy as np
import polars as pl

from dashboards import words
from dashboards.figures.spec import (
    Part,
    Spec,
    level,
    limit_label,
    line,
    percent_axis,
    rounded,
)
from dashboards.limits import funnel_limits
from dashboards.theme import LIGHT

MOST_POINTS = 2500
MOST_NAMES = 8
_COLUMNS, _ROWS = 44, 30
_CROWD = 100
_REACH, _NAME_HEIGHT = 0.11, 0.011
_BEYOND = 0.08
"""Half the room of a name: a tenth of a decade of sessions, a hundredth of the rate."""
_HOVER_TUTOR = (
    "<b>%{customdata[0]}</b><br>%{customdata[1]:,} late of %{x} sessions, %{customdata[3]:.1%}"
    "<br>plausibly %{customdata[2]}<extra></extra>"
)
STATES = (
    ("plain", "Nobody is asked", "circle", LIGHT.completed, 6),
    ("few", "Too few to judge", "circle-open", LIGHT.student, 7),
    ("flagged", "Flagged", "triangle-up", LIGHT.early, 10),
    ("last", "Last in line", "triangle-down", LIGHT.link, 9),
    ("held", "Manager decides", "square", LIGHT.warn, 8),
    ("paused", "Paused by a person", "x", LIGHT.late, 9),
)


def funnel(tutors: pl.DataFrame, *, centre: float, limit: float, min_volume: int) -> Spec:
    """Plot each tutor's late rate against how often they could have been late.

    Above about 2,500 tutors those without a flag are drawn as bins: one mark a bin, its area the
    number of tutors.

    Args:
        tutors: One row a tutor: name, exposure (sessions), late, rate (0 to 1), span (the
            interval in words) and state, one of `STATES`.
        centre: Rate of the marketplace, 0 to 1.
        limit: The policy's limit, 0 to 1.
        min_volume: Sessions from which on a rate says something; these set the scale, and a rate
            beyond it is drawn at the upper edge.
    """
    rated = tutors.filter(pl.col("exposure") > 0)
    most = int(rated["exposure"].max() or 10)  # type: ignore[arg-type]
    top = _top(rated.filter(pl.col("exposure") >= min_volume), limit)
    rated = rated.with_columns(y=pl.min_horizontal("rate", pl.lit(0.99 * top)))
    traces = _limit_lines(most, centre=centre, top=top)
    for state, title, symbol, colour, size in STATES:
        group = rated.filter(pl.col("state") == state)
        if group.is_empty():
            continue
        name = f"{title} ({words.number(group.height)})"
        marker: Part = {"symbol": symbol, "color": colour, "size": size}
        if group.height > MOST_POINTS:
            traces.append(_binned(group, most=most, top=top, marker=marker, name=name))
        else:
            traces.append(_points(group, marker=marker, name=name))
    outside = _farthest(rated, centre)
    labels = [
        limit_label(f"Policy limit {words.limit(limit)}", limit)
    ]  # fmt: skip
    return {
        "data": [*traces, *_names(outside, most)],
        "layout": {
            "xaxis": {
                "type": "log",
                "title": {"text": "Sessions in 90 days that could be lost late"},
                "range": [-_BEYOND, float(np.log10(most)) + _BEYOND],
                "tickvals": [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000],
                "showgrid": False,
            },
            "yaxis": percent_axis("Late, share of sessions", range=[-0.02 * top, top]),
            "shapes": [
                level(limit, dash="dot"),
                level(centre, colour=LIGHT.completed, dash="solid"),
            ],
            "annotations": labels,
        },
    }


def _top(tutors: pl.DataFrame, limit: float) -> float:
    highest = tutors["rate"].max()
    return min(1.05, max(4 * limit, 1.15 * float(highest or 0)))  # type: ignore[arg-type]


def _limit_lines(most: int, *, centre: float, top: float) -> list[Part]:
    exposure = np.geomspace(1, max(most, 10), 160)
    lines = []
    for inside, name, dash in ((0.998, "99.8 % limits", "solid"), (0.95, "95 % limits", "dash")):
        low, high = funnel_limits(exposure, centre=min(max(centre, 1e-4), 0.999), inside=inside)
        for edge, shown in ((high, True), (low, False)):
            y = [value if value is None or value <= top * 1.2 else None for value in rounded(edge)]
            lines.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": rounded(exposure, 2),
                    "y": y,
                    "line": line(LIGHT.rule, dash=dash),
                    "name": name,
                    "legendgroup": name,
                    "showlegend": shown,
                    "hoverinfo": "skip",
                }
            )
    return lines


def _points(group: pl.DataFrame, *, marker: Part, name: str) -> Part:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": group["exposure"].to_list(),
        "y": rounded(group["y"]),
        "customdata": [
            [words.plotly(who), late, span, round(rate, 4)]
            for who, late, span, rate in group.select("name", "late", "span", "rate").iter_rows()
        ],
        "hovertemplate": _HOVER_TUTOR,
        "marker": {**marker, "opacity": 0.75 if group.height > _CROWD else 1},
        "name": name,
    }


def _binned(group: pl.DataFrame, *, most: int, top: float, marker: Part, name: str) -> Part:
    width, height = np.log10(max(most, 10)) / _COLUMNS, top / _ROWS
    bins = (
        group.with_columns(
            column=(pl.col("exposure").log10() / width).floor(),
            row=(pl.col("y") / height).floor(),
        )
        .group_by("column", "row")
        .agg(tutors=pl.len(), x=pl.col("exposure").mean(), y=pl.col("y").mean())
        .sort("column", "row")
    )
    largest = float(bins["tutors"].max() or 1)  # type: ignore[arg-type]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": rounded(bins["x"], 1),
        "y": rounded(bins["y"]),
        "customdata": bins["tutors"].to_list(),
        "hovertemplate": "<b>%{customdata:,} tutors</b> without a flag<br>about %{x:.0f} sessions, "
        "%{y:.1%} late<extra></extra>",
        "marker": {
            **marker,
            "size": rounded(np.maximum(3, 22 * np.sqrt(bins["tutors"].to_numpy() / largest)), 1),
            "opacity": 0.55,
        },
        "name": f"{name}, area = tutors",
    }


def _farthest(tutors: pl.DataFrame, centre: float) -> pl.DataFrame:
    asked = tutors.filter(pl.col("state").is_in(["flagged", "held", "paused"]))
    z = (pl.col("rate") - centre) * pl.col("exposure").sqrt()
    return asked.with_columns(z=z).sort("z", "name", descending=[True, False]).head(MOST_NAMES)


def _names(outside: pl.DataFrame, most: int) -> list[Part]:
    """Write names beside the farthest marks; one that finds no room is left to the hover."""
    named = [
        (exposure, rate, name, place)
        for (exposure, rate, name), place in zip(
            outside.select("exposure", "y", "name").iter_rows(), _rooms(outside, most), strict=True
        )
        if place
    ]
    if not named:
        return []
    return [
        {
            "type": "scatter",
            "mode": "text",
            "x": [exposure for exposure, *_ in named],
            "y": rounded([rate for _, rate, *_ in named]),
            "text": [f"  {words.plotly(words.shortened(name, 20))}  " for _, _, name, _ in named],
            "textposition": [place for *_, place in named],
            "textfont": {"color": LIGHT.ink, "size": 11},
            "hoverinfo": "skip",
            "showlegend": False,
            "cliponaxis": False,
        }
    ]


def _rooms(outside: pl.DataFrame, most: int) -> list[str]:
    """Choose the side of each mark on which no name stands yet; '' where both are taken.

    On the right there is room up to the edge, a little beyond the most sessions.
    """
    edge = float(np.log10(max(most, 10))) + _BEYOND
    taken: list[tuple[float, float]] = []
    places = []
    for exposure, rate in outside.select("exposure", "y").iter_rows():
        x, y = float(np.log10(exposure)), float(rate)
        for place, middle in (("middle right", x + _REACH), ("middle left", x - _REACH)):
            free = all(abs(middle - u) > 2 * _REACH or abs(y - v) > _NAME_HEIGHT for u, v in taken)
            if free and middle + _REACH <= edge:
                taken.append((middle, y))
                places.append(place)
                break
        else:
            places.append("")
    return places
