"""The night itself: what arrived, and how long each stage took."""

from collections.abc import Sequence

import polars as pl

from dashboards import words
from dashboards.figures.spec import Spec, days, pattern
from dashboards.theme import LIGHT

FATES = (
    ("landed", "Landed", LIGHT.completed, ""),
    ("duplicate", "Duplicate", LIGHT.student, "/"),
    ("superseded", "Superseded", LIGHT.early, "."),
    ("rejected", "Set aside", LIGHT.late, "x"),
    ("elsewhere", "Other events", LIGHT.excused, "-"),
)


def rows_by_night(nights: pl.DataFrame) -> Spec:
    """Stack the rows that arrived each night by what became of them.

    Args:
        nights: One row a night: night, landed, duplicate, superseded, rejected, elsewhere.
    """
    return {
        "data": [
            {
                "type": "bar",
                "x": days(nights["night"]),
                "y": nights[key].to_list(),
                "name": title,
                "marker": {
                    "color": colour,
                    "pattern": pattern(shape),
                },
                "hovertemplate": f"<b>%{{x|%-d %b %Y}}</b><br>{title}: %{{y:,}} rows"
                "<extra></extra>",
            }
            for key, title, colour, shape in FATES
            if key == "landed" or nights[key].sum()
        ],
        "layout": {
            "barmode": "stack",
            "xaxis": {"type": "date", "showgrid": False},
            "yaxis": {"title": {"text": "Rows that arrived"}, "rangemode": "tozero"},
            "bargap": 0.15,
        },
    }  # fmt: skip


def seconds_by_stage(stages: Sequence[tuple[str, float]]) -> Spec:
    """Lay the stages of the night end to end.

    Args:
        stages: Name and seconds of each, in order.
    """
    starts = [sum(seconds for _, seconds in stages[:place]) for place in range(len(stages))]
    taken = [round(seconds, 2) for _, seconds in stages]
    places = list(range(len(stages)))
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "y": places,
                "x": taken,
                "base": [round(start, 2) for start in starts],
                "text": [f"{one:.1f} s" for one in taken],
                "textposition": "outside",
                "textfont": {"color": LIGHT.ink2, "size": 11},
                "cliponaxis": False,
                "marker": {"color": LIGHT.completed},
                "customdata": [words.plotly(name) for name, _ in stages],
                "hovertemplate": "<b>%{customdata}</b><br>%{x:.2f} seconds<extra></extra>",
            }
        ],
        "layout": {
            "xaxis": {"title": {"text": "Seconds since the night began"}, "rangemode": "tozero",
                      "range": [0, 1.12 * (sum(taken) or 1)]},
            "yaxis": {
                "tickvals": places,
                "ticktext": [words.plotly(words.shortened(name, 30)) for name, _ in stages],
                "range": [len(stages) - 0.4, -0.6],
                "showgrid": False,
                "title": {"text": ""},
            },
            "bargap": 0.3,
        },
    }  # fmt: skip
