"""How much notice was given: by all tutors around the line, by one incident by incident."""

import polars as pl

from dashboards import words
from dashboards.figures.spec import Part, Spec, days, pattern, rounded, said, upright
from dashboards.theme import LIGHT, MARKS

_BIN_HOURS = 0.5
_KINDS = (
    ("late", "Late cancellation"),
    ("no_show", "No-show or broke off"),
    ("early", "Cancelled in time"),
    ("rebooked", "Rebooked, agreed"),
)


def notice_histogram(bins: pl.DataFrame, *, line_hours: float) -> Spec:
    """Plot how often tutors cancelled with how much notice, in half hours.

    Args:
        bins: One row a half hour with cancellations: bin (half hours of notice, from 0) and
            cancellations.
        line_hours: The policy's line, hours.
    """
    shown = bins.filter(pl.col("bin") * _BIN_HOURS < 2 * line_hours).with_columns(
        middle=(pl.col("bin") + 0.5) * _BIN_HOURS
    )
    beyond = int(bins["cancellations"].sum()) - int(shown["cancellations"].sum())
    sides = (
        (shown.filter(pl.col("middle") < line_hours), "Under the line", LIGHT.late, ""),
        (shown.filter(pl.col("middle") > line_hours), "In time", LIGHT.early, "/"),
    )
    traces = [
        {
            "type": "bar",
            "x": side["middle"].to_list(),
            "y": side["cancellations"].to_list(),
            "width": _BIN_HOURS * 0.9,
            "name": name,
            "customdata": [
                f"{words.hours(start / 2)} to {words.hours((start + 1) / 2)}"
                for start in side["bin"]
            ],
            "hovertemplate": "<b>%{customdata}</b><br>%{y:,} cancellations<extra></extra>",
            "marker": {
                "color": colour,
                "pattern": pattern(shape),
            },
        }
        for side, name, colour, shape in sides
    ]
    line = f"{line_hours:g}"
    labels = [
        said(f"◀ under {line} h ", yref="paper", y=1, x=line_hours, xanchor="right",
             yanchor="bottom", font={"color": LIGHT.late, "size": 12}),
        said(f" {line} h or more ▶", yref="paper", y=1, x=line_hours, xanchor="left",
             yanchor="bottom", font={"color": LIGHT.ink2, "size": 12}),
    ]  # fmt: skip
    if beyond:
        labels.append(
            said(f"+{words.number(beyond)} with {2 * line_hours:g} h or more", xref="paper", x=1,
                 xanchor="right", yref="paper", y=0.9, font={"color": LIGHT.ink2, "size": 11})
        )  # fmt: skip
    return {
        "data": traces,
        "layout": {
            "barmode": "overlay",
            "showlegend": False,
            "xaxis": {
                "title": {"text": "Hours of notice before the session's start"},
                "range": [0, 2 * line_hours],
                "dtick": line_hours / 4,
                "showgrid": False,
            },
            "yaxis": {"title": {"text": "Cancellations by tutors"}, "rangemode": "tozero"},
            "shapes": [upright(line_hours)],
            "annotations": labels,
        },
    }


def notice_strip(incidents: pl.DataFrame, *, line_hours: float) -> Spec:
    """Plot one mark an incident of one tutor: how much notice, and when; open marks are excused.

    Args:
        incidents: One row an incident: kind (late, no_show, early or rebooked), day, notice_hours
            (null: not known), excused, and words for the hover.
        line_hours: The policy's line, hours. Notice beyond twice the line is drawn at its edge.
    """
    most = 2 * line_hours
    traces: list[Part] = []
    groups = incidents.partition_by("kind", "excused", as_dict=True, maintain_order=True)
    for kind, title in _KINDS:
        for excused in (False, True):
            group = groups.get((kind, excused))
            if group is None:
                continue
            mark = MARKS[kind]
            notice = [
                0.0 if kind == "no_show" and value is None else value
                for value in group["notice_hours"]
            ]
            traces.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": rounded([None if v is None else min(v, most) for v in notice], 3),
                    "y": days(group["day"]),
                    "customdata": [words.plotly(one) for one in group["words"]],
                    "hovertemplate": "<b>%{y|%-d %b %Y}</b><br>%{customdata}<extra></extra>",
                    "marker": {
                        "symbol": f"{mark.symbol}-open" if excused else mark.symbol,
                        "color": mark.colour,
                        "size": 10,
                        "line": {"width": 2 if excused else 0, "color": mark.colour},
                    },
                    "name": f"{title}, excused" if excused else title,
                }
            )
    return {
        "data": traces,
        "layout": {
            "xaxis": {
                "title": {"text": "Hours of notice before the session's start"},
                "range": [-0.04 * most, 1.04 * most],
                "dtick": line_hours / 4,
            },
            "yaxis": {"type": "date", "title": {"text": "Day of the session"}},
            "shapes": [upright(line_hours)],
            "annotations": [
                said(f"{line_hours:g} h: the line ", x=line_hours, xanchor="right", yref="paper",
                     y=1, yanchor="top")
            ],
        },
    }  # fmt: skip
