"""Evidence drawn: the chance over the weeks, what it rests on, and whether chances keep their word.

Nothing here is red alone: thresholds are named where they stand, spells are joined by a line.
"""

from collections.abc import Sequence
from datetime import date

import polars as pl

from dashboards import words
from dashboards.figures.spec import (
    Part,
    Spec,
    days,
    level,
    limit_label,
    line,
    percent_axis,
    rounded,
    said,
    upright,
)
from dashboards.theme import LIGHT

_SIGNALS = (
    ("late_sessions", "Late cancellations", LIGHT.late, "solid", "circle"),
    ("wiped_days", "Wiped-out days", LIGHT.no_show, "dash", "diamond"),
)
_TREATED = (
    ("counted", "Counted", "x", LIGHT.late),
    ("same_spell", "Counted once with its spell", "circle-open", LIGHT.late),
    ("excused", "Excused: not counted", "square-open", LIGHT.excused),
    ("incident", "Day of an incident: hardly counts", "triangle-up-open", LIGHT.early),
)
_LEAST_RATIO, _MOST_RATIO = 0.1, 10.0
_ROW = 1


def chance_over_time(points: pl.DataFrame, thresholds: Sequence[tuple[float, str]]) -> Spec:
    """Plot how likely a tutor's rate was above the limit, as each past night would have said.

    Args:
        points: One row a signal and day asked: signal (late_sessions or wiped_days), day, chance
            (0 to 1) and events.
        thresholds: Chances at which rules begin or end, with their words.
    """
    traces: list[Part] = []
    for signal, name, colour, dash, symbol in _SIGNALS:
        group = points.filter(pl.col("signal") == signal).sort("day")
        if group.is_empty():
            continue
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": days(group["day"]),
                "y": rounded(one or None for one in group["chance"]),
                "customdata": [
                    [words.chance(chance), events]
                    for chance, events in group.select("chance", "events").iter_rows()
                ],
                "hovertemplate": "<b>%{x|%-d %b %Y}</b><br>%{customdata[0]} chance, on "
                "%{customdata[1]:,} separate events<extra></extra>",
                "line": {**line(colour, width=2, dash=dash), "shape": "hv"},
                "marker": {"size": 6, "color": colour, "symbol": symbol},
                "name": name,
            }
        )
    return {
        "data": [*traces, *_too_few(points)],
        "layout": {
            "xaxis": {"type": "date", "showgrid": False},
            "yaxis": percent_axis("Chance that the rate is above the limit", range=[0, 1.04]),
            "shapes": [level(at, dash="dot") for at, _ in thresholds],
            "annotations": [
                limit_label(told, at, side="left", below=True) for at, told in thresholds
            ],
        },
    }


def _too_few(points: pl.DataFrame) -> list[Part]:
    """Mark the days on which no chance could be said: a state of its own, not a low chance."""
    days_without = sorted(
        set(points.filter(pl.col("signal") == "late_sessions", pl.col("chance") == 0)["day"])
    )
    if not days_without:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": days(days_without),
            "y": [0] * len(days_without),
            "hovertemplate": "<b>%{x|%-d %b %Y}</b><br>too few to judge<extra></extra>",
            "marker": {"symbol": "circle-open", "size": 6, "color": LIGHT.student},
            "cliponaxis": False,
            "name": "Too few to judge",
        }
    ]


def events_by_week(
    events: pl.DataFrame, *, first: date, last: date, since: date | None = None
) -> Spec:
    """Plot late sessions by week, each a mark, with the sessions of a spell joined.

    Args:
        events: One row a late session: day, spell_no (null: none), treatment, and words for the
            hover.
        first: The first day that evidence looks back on.
        last: The last day.
        since: The first day of the likeliest current rate; None where nothing changed.
    """
    placed = _stacked(events)
    traces: list[Part] = _joined(placed)
    for treatment, name, symbol, colour in _TREATED:
        group = placed.filter(pl.col("treatment") == treatment)
        if group.is_empty():
            continue
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": days(group["day"]),
                "y": group["place"].to_list(),
                "customdata": [words.plotly(one) for one in group["words"]],
                "hovertemplate": "%{customdata}<extra></extra>",
                "marker": {
                    "symbol": symbol,
                    "color": colour,
                    "size": 10,
                    "line": {"width": 2 if symbol.endswith("open") else 0, "color": colour},
                },
                "name": name,
            }
        )
    most = int(placed["place"].max() or 1)  # type: ignore[arg-type]
    marks: list[Part] = []
    shapes: list[Part] = []
    if since is not None:
        late = since > first + (last - first) / 2
        shapes.append(upright(since.isoformat()))
        marks.append(
            said(" likeliest change ", x=since.isoformat(), xanchor="right" if late else "left",
                 yref="paper", y=1, yanchor="top")
        )  # fmt: skip
    return {
        "data": traces,
        "layout": {
            "xaxis": {"type": "date", "showgrid": False, "range": days([first, last])},
            "yaxis": {
                "title": {"text": "Late sessions of the week"},
                "range": [0.3, most + 0.9],
                "dtick": max(1, most // 6),
            },
            "shapes": shapes,
            "annotations": marks,
        },
    }


def _stacked(events: pl.DataFrame) -> pl.DataFrame:
    """Give each session of a week a height of its own, in the order of days."""
    week = pl.col("day").dt.truncate("1w")
    ordered = events.sort("day", "session_id")
    return ordered.with_columns(place=pl.int_range(1, pl.len() + 1).over(week))


def _joined(placed: pl.DataFrame) -> list[Part]:
    x: list[str | None] = []
    y: list[int | None] = []
    spells = placed.filter(pl.col("spell_no").is_not_null())
    for group in spells.partition_by("spell_no", maintain_order=True):
        if group.height > _ROW:
            x += [*days(group["day"]), None]
            y += [*group["place"].to_list(), None]
    if not x:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": x,
            "y": y,
            "line": line(LIGHT.rule, width=4),
            "hoverinfo": "skip",
            "name": "One spell, one event",
        }
    ]


def reliability_diagram(bands: pl.DataFrame, *, observed: str) -> Spec:
    """Plot what a chance said against how often it was so; on the diagonal it keeps its word.

    Args:
        bands: One row a band of chances: given (its mean), share, low and high (0 to 1), tutors
            and truly.
        observed: What was observed, as the title of the upright axis.
    """
    shares = bands["share"]
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "lines",
                "x": [0, 1],
                "y": [0, 1],
                "line": line(LIGHT.ink2, dash="dash"),
                "hoverinfo": "skip",
                "name": "As said",
            },
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": rounded(bands["given"]),
                "y": rounded(shares),
                "error_y": {
                    "type": "data",
                    "symmetric": False,
                    "array": rounded(bands["high"] - shares),
                    "arrayminus": rounded(shares - bands["low"]),
                    "color": LIGHT.completed,
                    "thickness": 2,
                    "width": 5,
                },
                "line": line(LIGHT.completed, width=2),
                "marker": {"size": 9, "color": LIGHT.completed, "symbol": "diamond"},
                "customdata": [
                    [truly, tutors, words.span(low, high)]
                    for truly, tutors, low, high in bands.select(
                        "truly", "tutors", "low", "high"
                    ).iter_rows()
                ],
                "hovertemplate": "<b>said %{x:.1%}</b><br>%{customdata[0]:,} of "
                "%{customdata[1]:,}: %{y:.1%}<br>95 % range %{customdata[2]}<extra></extra>",
                "name": "As it was, with its 95 % range",
            },
        ],
        "layout": {
            "xaxis": percent_axis("The chance that was said", range=[-0.02, 1.02]),
            "yaxis": percent_axis(observed, range=[0, 1.04]),
        },
    }


def group_ratios(groups: pl.DataFrame) -> Spec:
    """Plot how often each group is flagged against what its exposure would give, with ranges.

    Args:
        groups: One row a group, the first on top: group (its words), ratio, low, high (null: open),
            observed and expected.
    """
    names = [words.plotly(words.shortened(one, 34)) for one in groups["group"]]
    places = list(range(1, groups.height + 1))
    ratios = [_within(one) for one in groups["ratio"]]
    low, high = ([_within(one) for one in groups[key]] for key in ("low", "high"))
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "markers",
                "x": rounded(ratios),
                "y": places,
                "error_x": {
                    "type": "data",
                    "symmetric": False,
                    "array": rounded([h - r for h, r in zip(high, ratios, strict=True)]),
                    "arrayminus": rounded([r - w for w, r in zip(low, ratios, strict=True)]),
                    "color": LIGHT.rule,
                    "thickness": 2,
                    "width": 4,
                },
                "marker": {
                    "size": 9,
                    "color": LIGHT.completed,
                    "symbol": ["diamond" if one else "diamond-open" for one in groups["observed"]],
                },
                "customdata": [
                    [name, observed, round(expected, 1), round(ratio, 2)]
                    for name, observed, expected, ratio in zip(
                        names, groups["observed"], groups["expected"], groups["ratio"], strict=True
                    )
                ],
                "hovertemplate": "<b>%{customdata[0]}</b><br>%{customdata[1]:,} flagged, "
                "%{customdata[2]} expected: %{customdata[3]:.2f} times<extra></extra>",
                "showlegend": False,
            }
        ],
        "layout": {
            "xaxis": {
                "type": "log",
                "range": [-1.02, 1.02],
                "tickvals": [_LEAST_RATIO, 0.3, 1, 3, _MOST_RATIO],
                "ticktext": [f"under {_LEAST_RATIO:g}", "0.3", "1", "3", f"over {_MOST_RATIO:g}"],
                "tickangle": 0,
                "title": {"text": "Times expected"},
            },
            "yaxis": {
                "tickvals": places,
                "ticktext": names,
                "range": [groups.height + 0.7, 0.3],
                "showgrid": False,
                "title": {"text": ""},
            },
            "shapes": [upright(1.0)],
            "annotations": [],
        },
    }


def _within(ratio: float | None) -> float:
    """Keep a ratio on the axis; what is open or beyond is drawn at its edge."""
    return _MOST_RATIO if ratio is None else min(max(ratio, _LEAST_RATIO), _MOST_RATIO)
