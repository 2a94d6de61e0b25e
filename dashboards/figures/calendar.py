"""When: a tutor's year day by day, and the marketplace's week hour by hour."""

from datetime import date, timedelta

import polars as pl

from dashboards import words
from dashboards.figures.spec import Part, Spec, rounded
from dashboards.theme import LIGHT, MARKS

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FEWEST_SESSIONS = 40
_WEEKS = 53
_MOST_A_DAY = 4
_KINDS = (
    ("early", "Cancelled in time"),
    ("late", "Late cancellation"),
    ("no_show", "No-show or broke off"),
    ("rebooked", "Rebooked, agreed"),
    ("excused", "Excused"),
)


def year_of_sessions(sessions: pl.DataFrame, incidents: pl.DataFrame, *, last_day: date) -> Spec:
    """Draw a year as a calendar: the more sessions the fuller the square, marks for incidents.

    Args:
        sessions: One row a day with sessions: day, booked.
        incidents: One row a marked day: day, kind (early, late, no_show, rebooked or
            excused), words.
        last_day: The last day that counts; the calendar ends with its week.
    """
    monday = last_day - timedelta(days=last_day.weekday())
    first = monday - timedelta(weeks=_WEEKS - 1)
    booked = {one: count for one, count in sessions.iter_rows() if one >= first}
    mondays = [first + timedelta(weeks=week) for week in range(_WEEKS)]
    counts = [
        [_count(booked, one + timedelta(days=weekday), last_day) for one in mondays]
        for weekday in range(7)
    ]
    heat: Part = {
        "type": "heatmap",
        "x": [one.isoformat() for one in mondays],
        "y": list(range(7)),
        "z": counts,
        "text": [[day] * _WEEKS for day in WEEKDAYS],
        "hovertemplate": "%{text}, week of %{x|%-d %b %Y}<br>sessions: %{z}<extra></extra>",
        "colorscale": [[0, LIGHT.pale], [0.3, LIGHT.rather_pale], [0.65, LIGHT.rather_full],
                       [1, LIGHT.full]],
        "zmin": 0,
        "zmax": _MOST_A_DAY,
        "showscale": False,
        "xgap": 3,
        "ygap": 3,
    }  # fmt: skip
    marked = incidents.filter(pl.col("day") >= first)
    return {
        "data": [heat, *_marks(marked)],
        "layout": {
            "xaxis": {
                "type": "date",
                "showgrid": False,
                "tickformat": "%b\n%Y",
                "dtick": "M2",
                "ticklabelmode": "instant",
                "showline": False,
            },
            "yaxis": {
                "tickvals": list(range(7)),
                "ticktext": list(WEEKDAYS),
                "range": [6.6, -0.6],
                "showgrid": False,
                "title": {"text": ""},
            },
        },
    }


def _count(booked: dict[date, int], day: date, last_day: date) -> int | None:
    return None if day > last_day else booked.get(day, 0)


def _marks(incidents: pl.DataFrame) -> list[Part]:
    traces: list[Part] = []
    groups = incidents.partition_by("kind", as_dict=True, maintain_order=True)
    for kind, title in _KINDS:
        group = groups.get((kind,))
        if group is None:
            continue
        mark = MARKS[kind]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [(one - timedelta(days=one.weekday())).isoformat() for one in group["day"]],
                "y": [one.weekday() for one in group["day"]],
                "customdata": [words.plotly(one) for one in group["words"]],
                "hovertemplate": "%{customdata}<extra></extra>",
                "marker": {
                    "symbol": mark.symbol,
                    "color": mark.colour,
                    "size": 9,
                    "line": {"color": LIGHT.surface, "width": 1},
                },
                "name": title,
            }
        )
    return traces


def hours_of_the_week(cells: pl.DataFrame) -> Spec:
    """Draw the late rate by weekday and hour of the start; cells with few sessions stay blank.

    Args:
        cells: One row a weekday (1 is Monday) and hour: exposure, late.
    """
    hours = sorted(cells["hour"].unique().to_list())
    known = {(day, hour): (late, exposure) for day, hour, exposure, late in cells.iter_rows()}
    grid = [[known.get((day, hour), (0, 0)) for hour in hours] for day in range(1, 8)]
    rates = [
        [None if exposure < FEWEST_SESSIONS else late / exposure for late, exposure in row]
        for row in grid
    ]
    return {
        "data": [
            {
                "type": "heatmap",
                "x": [f"{hour:02d}" for hour in hours],
                "y": list(range(7)),
                "z": [rounded(row) for row in rates],
                "customdata": [[list(cell) for cell in row] for row in grid],
                "text": [[WEEKDAYS[day] for _ in hours] for day in range(7)],
                "hovertemplate": "<b>%{text} %{x}:00</b><br>%{customdata[0]:,} late of "
                "%{customdata[1]:,} sessions, %{z:.1%}<extra></extra>",
                "hoverongaps": False,
                "colorscale": [[0, LIGHT.pale], [1, LIGHT.late]],
                "zmin": 0,
                "xgap": 3,
                "ygap": 3,
                "colorbar": {
                    "tickformat": ".1~%",
                    "thickness": 10,
                    "outlinewidth": 0,
                    "title": {"text": ""},
                    "tickfont": {"size": 11, "color": LIGHT.ink2},
                },
            }
        ],
        "layout": {
            "xaxis": {
                "type": "category",
                "title": {"text": "Hour of the session's start"},
                "showgrid": False,
                "showline": False,
            },
            "yaxis": {
                "tickvals": list(range(7)),
                "ticktext": list(WEEKDAYS),
                "range": [6.6, -0.6],
                "showgrid": False,
                "title": {"text": ""},
            },
        },
    }
