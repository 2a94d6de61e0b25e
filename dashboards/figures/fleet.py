"""The marketplace as a whole: its late rate week by week, and what went wrong month by month."""

from datetime import date, timedelta

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
    pattern,
    percent_axis,
    rounded,
)
from dashboards.theme import LIGHT

_HOVER_WEEK = (
    "<b>Week of %{customdata[4]}</b><br>%{customdata[0]:,} late of %{customdata[1]:,} sessions"
    "<br>%{y:.1%}, usual range %{customdata[2]:.1%} to %{customdata[3]:.1%}<extra></extra>"
)
CAUSES = (
    ("late", "Late, under the line", LIGHT.late, ""),
    ("no_show", "No-show or broke off", LIGHT.no_show, "x"),
    ("early", "Tutor, in time", LIGHT.early, "/"),
    ("rebooked", "Rebooked, agreed", LIGHT.completed, "."),
    ("student", "Student", LIGHT.student, ""),
    ("platform", "Platform", LIGHT.volume, "\\"),
    ("excused", "Excused", LIGHT.excused, "-"),
)


def late_rate_by_week(
    weeks: pl.DataFrame, *, limit: float, surges: list[date], centre: float
) -> Spec:
    """Plot the weekly late rate against the range that week-to-week change explains.

    Args:
        weeks: One row a week: week (Monday), exposure, late, rate, low, high (0 to 1), special
            (whether it lies outside low to high) and whole (whether all its days are known).
        limit: The policy's limit. 0 to 1.
        surges: Days on which far more was lost than usual, shaded.
        centre: Rate of the whole period, 0 to 1.
    """
    x = days(weeks["week"].dt.offset_by("3d"))
    rates = rounded(weeks["rate"])
    marks: Part = {
        "type": "scatter",
        "mode": "markers",
        "customdata": [
            [*row, words.day(week)]
            for row, week in zip(
                _rows(weeks, "late", "exposure", "low", "high"), weeks["week"], strict=True
            )
        ],
        "hovertemplate": _HOVER_WEEK,
        "x": x,
    }
    whole, special = weeks["whole"].to_list(), weeks["special"].to_list()
    usual = [
        rate if full and not odd else None
        for rate, full, odd in zip(rates, whole, special, strict=True)
    ]
    traces: list[Part] = [
        *band(
            x,
            rounded(weeks["low"]),
            rounded(weeks["high"]),
            colour=LIGHT.peer_band,
            name="Usual week-to-week range",
        ),
        {
            "type": "scatter",
            "mode": "lines",
            "x": x,
            "y": rates,
            "line": line(LIGHT.late, width=2),
            "hoverinfo": "skip",
            "showlegend": False,
        },
        {**marks, "y": usual, "name": "Late rate", "marker": {"color": LIGHT.late, "size": 6}},
    ]
    odd = [rate if out else None for rate, out in zip(rates, special, strict=True)]
    if any(special):
        drawn = {"color": LIGHT.no_show, "size": 11, "symbol": "diamond"}
        traces.append({**marks, "y": odd, "name": "Unusual week", "marker": drawn})
    if not all(whole):
        running = [
            rate if not full and not out else None
            for rate, full, out in zip(rates, whole, special, strict=True)
        ]
        drawn = {"color": LIGHT.late, "size": 9, "symbol": "circle-open", "line": {"width": 2}}
        traces.append({**marks, "y": running, "name": "Week in progress", "marker": drawn})
    average: Part = {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": [round(centre, 4)] * len(x),
        "line": line(LIGHT.ink2, width=1.5, dash="dot"),
        "name": f"Average {words.percent(centre)}",
        "hoverinfo": "skip",
    }
    traces += [average, _volume(weeks, x)]
    return {"data": traces, "layout": _week_layout(x, limit=limit, surges=surges)}


def _volume(weeks: pl.DataFrame, x: list[str | None]) -> Part:
    return {
        "type": "bar",
        "x": x,
        "y": weeks["exposure"].to_list(),
        "yaxis": "y2",
        "name": "Sessions",
        "showlegend": False,
        "marker": {"color": LIGHT.volume},
        "hovertemplate": "%{y:,} sessions<extra></extra>",
    }


def _week_layout(x: list[str | None], *, limit: float, surges: list[date]) -> Part:
    shaded = [
        {
            "type": "rect",
            "yref": "paper",
            "y0": 0.26,
            "y1": 1,
            "x0": f"{one.isoformat()}T00:00",
            "x1": f"{(one + timedelta(days=1)).isoformat()}T12:00",
            "fillcolor": LIGHT.surge,
            "line": {"width": 0},
            "layer": "below",
        }
        for one in surges
    ]
    labels = [
        limit_label(f"Policy limit {words.limit(limit)}", limit),
    ]  # fmt: skip
    return {
        "xaxis": {
            "type": "date",
            "anchor": "y2",
            "showgrid": False,
            "range": _padded(x),
            "ticks": "outside",
            "ticklen": 6,
            "tickcolor": LIGHT.surface,
        },
        "yaxis": percent_axis("Late, share of sessions", domain=[0.27, 1]),
        "yaxis2": {"domain": [0, 0.17], "title": {"text": "Sessions"}, "nticks": 3},
        "shapes": [*shaded, level(limit)],
        "annotations": labels,
        "bargap": 0.2,
    }


def _padded(x: list[str | None]) -> list[str] | None:
    known = [date.fromisoformat(one) for one in x if one]
    if not known:
        return None
    first, last = min(known).toordinal() - 5, max(known).toordinal() + 5
    return [date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat()]


def causes_by_month(months: pl.DataFrame) -> Spec:
    """Stack what became of sessions that did not take place as booked, per 100 booked.

    Args:
        months: One row a month: month (its first day), booked, and a count a cause of `CAUSES`.
    """
    share = [max(booked, 1) / 100 for booked in months["booked"]]
    traces = [
        {
            "type": "bar",
            "x": days(months["month"]),
            "y": rounded(
                [count / hundred for count, hundred in zip(months[key], share, strict=True)], 3
            ),
            "customdata": _rows(months, key, "booked"),
            "name": title,
            "marker": {
                "color": colour,
                "line": {"color": LIGHT.surface, "width": 1},
                "pattern": pattern(shape),
            },
            "hovertemplate": f"<b>%{{x|%B %Y}}</b><br>{title}: %{{customdata[0]:,}} of "
            "%{customdata[1]:,} booked, %{y:.2f} per 100<extra></extra>",
        }
        for key, title, colour, shape in CAUSES
    ]
    return {
        "data": traces,
        "layout": {
            "barmode": "stack",
            "xaxis": {"type": "date", "dtick": "M1", "tickformat": "%b\n%Y", "showgrid": False},
            "yaxis": {"title": {"text": "Per 100 booked sessions"}, "rangemode": "tozero"},
            "bargap": 0.25,
        },
    }


def _rows(frame: pl.DataFrame, *names: str) -> list[list[object]]:
    return [list(row) for row in frame.select(pl.col(names).round(4)).iter_rows()]
