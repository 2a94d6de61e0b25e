"""One tutor over time, and the next tutors in the queue side by side."""

import polars as pl

from dashboards import words
from dashboards.figures.spec import (
    Part,
    Spec,
    band,
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

MOST_ROWS = 25
_TOP = 1.19
"""How far a share's axis reaches: room for words behind a range that ends at 1, and no tick."""


def rate_over_time(trail: pl.DataFrame, peers: pl.DataFrame, *, limit: float) -> Spec:
    """Plot a tutor's late rate over 13 weeks at a time, with its interval, among the others.

    Args:
        trail: One row a week: day (its last), exposure, late, rate, low and high (0 to 1; null
            where there were too few sessions to judge).
        peers: One row a week: day, low and high, between which the middle 80 % of tutors stood.
        limit: The policy's limit, 0 to 1.
    """
    x = days(trail["day"])
    traces: list[Part] = [
        *band(
            days(peers["day"]),
            rounded(peers["low"]),
            rounded(peers["high"]),
            colour=LIGHT.peer_band,
            name="Middle 80 % of tutors",
        ),
        *_interval(trail),
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": x,
            "y": rounded(trail["rate"]),
            "customdata": [list(row) for row in trail.select("late", "exposure").iter_rows()],
            "hovertemplate": "<b>13 weeks to %{x|%-d %b %Y}</b><br>%{customdata[0]:,} late of "
            "%{customdata[1]:,} sessions, %{y:.1%}<extra></extra>",
            "line": line(LIGHT.late, width=2.5),
            "marker": {"size": 5, "color": LIGHT.late},
            "name": "This tutor",
        },
    ]
    few = trail.filter(pl.col("rate").is_null())
    if few.height:
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": days(few["day"]),
                "y": [0] * few.height,
                "customdata": [list(row) for row in few.select("late", "exposure").iter_rows()],
                "hovertemplate": "<b>13 weeks to %{x|%-d %b %Y}</b><br>too few to judge: "
                "%{customdata[0]:,} late of %{customdata[1]:,}<extra></extra>",
                "marker": {"symbol": "circle-open", "size": 6, "color": LIGHT.student},
                "cliponaxis": False,
                "name": "Too few to judge",
            }
        )
    return {
        "data": traces,
        "layout": {
            "xaxis": {"type": "date", "showgrid": False},
            "yaxis": percent_axis("Late, share of sessions in 13 weeks"),
            "shapes": [level(limit)],
            "annotations": [
                limit_label(f"Policy limit {words.limit(limit)}", limit, side="left")
            ],
        },
    }  # fmt: skip


def _interval(trail: pl.DataFrame) -> list[Part]:
    """Draw the interval piece by piece: a fill would bridge the weeks with too few sessions."""
    pieces: list[Part] = []
    known = trail.with_columns(piece=pl.col("rate").is_null().cast(pl.Int32).cum_sum()).filter(
        pl.col("rate").is_not_null()
    )
    for piece in known.partition_by("piece", maintain_order=True):
        drawn = band(
            days(piece["day"]),
            rounded(piece["low"]),
            rounded(piece["high"]),
            colour=LIGHT.late_band,
            name="95 % range",
        )
        drawn[1] |= {"legendgroup": "range", "showlegend": not pieces}
        pieces += drawn
    return pieces


def queue_intervals(cases: pl.DataFrame, *, limit: float) -> Spec:
    """Plot the late rates of the next cases with their intervals, in the queue's order.

    Args:
        cases: One row a case: place, name, late, sessions, rate, low and high (0 to 1); the first
            25 are drawn.
        limit: The policy's limit, 0 to 1.
    """
    shown = cases.head(MOST_ROWS)
    rates = [0.0 if value is None else value for value in rounded(shown["rate"])]
    reach = [max(value, high) for value, high in zip(rates, shown["high"], strict=True)]
    top = min(_TOP, max(reach, default=0.2) * 1.22 + 0.02)
    trace: Part = {
        "type": "scatter",
        "mode": "markers+text",
        "x": rates,
        "y": shown["place"].to_list(),
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": rounded([h - r for h, r in zip(shown["high"], rates, strict=True)]),
            "arrayminus": rounded([r - w for w, r in zip(shown["low"], rates, strict=True)]),
            "color": LIGHT.rule,
            "thickness": 2,
            "width": 4,
        },
        "marker": {"color": LIGHT.late, "size": 9, "symbol": "diamond"},
        "customdata": [
            [words.plotly(name), late, sessions, words.span(low, high)]
            for name, late, sessions, low, high in shown.select(
                "name", "late", "sessions", "low", "high"
            ).iter_rows()
        ],
        "hovertemplate": "<b>%{customdata[0]}</b><br>%{customdata[1]:,} late of %{customdata[2]:,} "
        "sessions, %{x:.1%}<br>plausibly %{customdata[3]}<extra></extra>",
        "hoverlabel": {"namelength": -1},
        "showlegend": False,
    }
    labels = [
        said(f"{late} of {sessions}", x=end, y=place, xanchor="left", xshift=10,
             font={"color": LIGHT.ink2, "size": 11})
        for place, late, sessions, end in zip(
            shown["place"], shown["late"], shown["sessions"], reach, strict=True
        )
    ]  # fmt: skip
    trace["mode"] = "markers"
    return {
        "data": [trace],
        "layout": {
            "xaxis": percent_axis(
                "Late, share of sessions in 90 days, with its 95 % range", range=[0, top]
            ),
            "yaxis": {
                "tickvals": shown["place"].to_list(),
                "ticktext": [
                    f"{place}  {words.plotly(words.shortened(name, 22))}"
                    for place, name in shown.select("place", "name").iter_rows()
                ],
                "range": [shown.height + 0.7, 0.3],
                "showgrid": False,
                "title": {"text": ""},
            },
            "shapes": [upright(limit)],
            "annotations": [
                *labels,
                said(f"Policy limit {words.limit(limit)}", x=limit, yref="paper", y=1,
                     xanchor="left", yanchor="bottom"),
            ],
        },
    }  # fmt: skip
