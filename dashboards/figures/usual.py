"""What is usual and what is not: sessions a day against their weekday, how far each log reaches."""

import polars as pl

from dashboards import words
from dashboards.figures.spec import Part, Spec, days, line, rounded, upright
from dashboards.theme import LIGHT

MOST_LOGS = 12
_HOURS = 24
_DRAWN = (
    ("usual", "As usual", "circle", LIGHT.completed, 7),
    ("unknown", "Too few weeks to tell", "circle-open", LIGHT.student, 7),
    ("unusual", "Unusual", "diamond", LIGHT.early, 11),
    ("implausible", "Implausible", "x", LIGHT.late, 11),
)


def sessions_by_day(volume: pl.DataFrame) -> Spec:
    """Plot each day's sessions against the range that its weekday usually has.

    Args:
        volume: One row a day: day, counted, weeks, usual, unusual_low, unusual_high (null where too
            few weeks are known) and verdict (unknown, usual, unusual, implausible).
    """
    known = volume.filter(pl.col("usual").is_not_null())
    counts: Part = {
        "type": "scatter",
        "mode": "lines",
        "x": days(volume["day"]),
        "y": volume["counted"].to_list(),
        "line": line(LIGHT.rule, width=1),
        "hoverinfo": "skip",
        "showlegend": False,
    }
    marked = [_marks(volume.filter(pl.col("verdict") == drawn[0]), *drawn[1:]) for drawn in _DRAWN]
    return {
        "data": [*_usual_range(known), counts, *(one for one in marked if one["x"])],
        "layout": {
            "xaxis": {"type": "date", "showgrid": False, "tickformat": "%-d %b"},
            "yaxis": {"title": {"text": "Sessions that were to start"}, "rangemode": "tozero"},
        },
    }


def _usual_range(known: pl.DataFrame) -> list[Part]:
    """Draw the range as steps: each weekday has its own."""
    x = days(known["day"])
    edge: Part = {"type": "scatter", "mode": "lines", "x": x, "hoverinfo": "skip"}
    step: Part = {"width": 0, "shape": "hvh"}
    return [
        {**edge, "y": rounded(known["unusual_low"], 1), "line": step, "showlegend": False},
        {
            **edge,
            "y": rounded(known["unusual_high"], 1),
            "line": step,
            "fill": "tonexty",
            "fillcolor": LIGHT.peer_band,
            "name": "Usual for the weekday",
        },
        {
            **edge,
            "y": rounded(known["usual"], 1),
            "line": {**line(LIGHT.ink2, width=1.5, dash="dot"), "shape": "hvh"},
            "name": "Median of its weekday",
        },
    ]


def _marks(chosen: pl.DataFrame, name: str, symbol: str, colour: str, size: int) -> Part:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": days(chosen["day"]),
        "y": chosen["counted"].to_list(),
        "marker": {"color": colour, "symbol": symbol, "size": size},
        "customdata": [[usual_words(row)] for row in chosen.iter_rows(named=True)],
        "hovertemplate": "<b>%{x|%a %-d %b %Y}</b><br>%{y:,} sessions<br>%{customdata[0]}"
        "<extra></extra>",
    }


def usual_words(row: dict[str, object]) -> str:
    """Say what is usual of a day.

    >>> usual_words({"usual": None, "weeks": 2})
    'what is usual is not known yet'
    """
    if row["usual"] is None:
        return "what is usual is not known yet"
    low, high = float(str(row["unusual_low"])), float(str(row["unusual_high"]))
    weeks = words.some(int(str(row["weeks"])), "same weekday")
    return f"usual {float(str(row['usual'])):,.0f}, {low:,.0f} to {high:,.0f} ({weeks})"


def reach_by_log(logs: pl.DataFrame) -> Spec:
    """Show how far into the day each log reaches, beside the hour it usually reaches.

    Args:
        logs: One row a source and log: name, newest_hour and usual_hour (hours of the day, below 0
            before it, usual null where not known), newest_event and usual_newest (said), due_events
            and stops_short. The first `MOST_LOGS` are drawn.
    """
    drawn = logs.head(MOST_LOGS).with_columns(
        newest=pl.col("newest_hour").clip(0, _HOURS),
        usual=pl.col("usual_hour").cast(pl.Float64).clip(0, _HOURS),
        place=pl.int_range(pl.len()),
    )
    short = drawn.filter("stops_short")
    whole = drawn.filter(~pl.col("stops_short"))
    return {
        "data": [
            *_gaps(short),
            _reached(whole, "Reaches", "circle", LIGHT.completed),
            *([_reached(short, "Stops short", "x", LIGHT.late)] if short.height else []),
            _usual_hour(drawn.filter(pl.col("usual").is_not_null())),
        ],
        "layout": {
            "xaxis": {
                "title": {"text": "Hour of the day"},
                "range": [-0.6, 24.6],
                "tickvals": [0, 6, 12, 18, 24],
                "ticktext": ["0:00", "6:00", "12:00", "18:00", "24:00"],
            },
            "yaxis": {
                "tickvals": drawn["place"].to_list(),
                "ticktext": [words.plotly(words.shortened(name, 30)) for name in drawn["name"]],
                "range": [drawn.height - 0.4, -0.6],
                "showgrid": False,
                "title": {"text": ""},
            },
            "shapes": [upright(_HOURS, colour=LIGHT.rule, dash="dot")],
        },
    }  # fmt: skip


def _gaps(short: pl.DataFrame) -> list[Part]:
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [round(row["newest"], 2), round(row["usual"] or _HOURS, 2)],
            "y": [row["place"], row["place"]],
            "line": line(LIGHT.late, width=3),
            "hoverinfo": "skip",
            "showlegend": False,
        }
        for row in short.iter_rows(named=True)
    ]


def _reached(chosen: pl.DataFrame, name: str, symbol: str, colour: str) -> Part:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": rounded(chosen["newest"], 2),
        "y": chosen["place"].to_list(),
        "marker": {"color": colour, "symbol": symbol, "size": 12},
        "customdata": [
            [words.plotly(row["name"]), row["newest_event"], row["usual_newest"] or "unknown"]
            for row in chosen.iter_rows(named=True)
        ],
        "hovertemplate": "<b>%{customdata[0]}</b><br>newest %{customdata[1]}"
        "<br>usually %{customdata[2]}<extra></extra>",
    }


def _usual_hour(known: pl.DataFrame) -> Part:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "Usual for the weekday",
        "x": rounded(known["usual"], 2),
        "y": known["place"].to_list(),
        "marker": {
            "color": LIGHT.ink,
            "symbol": "line-ns-open",
            "size": 22,
            "line": {"width": 2, "color": LIGHT.ink},
        },
        "hoverinfo": "skip",
    }
