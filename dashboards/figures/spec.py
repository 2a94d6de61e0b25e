"""The small parts that figures are made of."""

from collections.abc import Iterable, Sequence
from datetime import date

from dashboards.theme import LIGHT

Spec = dict[str, object]
Part = dict[str, object]


def days(values: Iterable[date | None]) -> list[str | None]:
    """Write days as Plotly reads them; a null stays a gap."""
    return [value.isoformat() if value is not None else None for value in values]


def rounded(values: Iterable[float | None], digits: int = 4) -> list[float | None]:
    """Round for the wire; what is no number is a gap."""
    return [
        None if value is None or value != value else round(value, digits)  # noqa: PLR0124 -- nan
        for value in values
    ]


def line(colour: str, *, width: float = 1.5, dash: str = "solid") -> Part:
    """Describe a line."""
    return {"color": colour, "width": width, "dash": dash}


def level(y: float, *, colour: str = LIGHT.ink, dash: str = "dash", axis: str = "y") -> Part:
    """Draw a level across the whole panel."""
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "yref": axis,
        "y0": y,
        "y1": y,
        "line": line(colour, dash=dash),
    }


def upright(x: float | str, *, colour: str = LIGHT.ink, dash: str = "dash", top: float = 1) -> Part:
    """Draw an upright from the bottom of the figure up to a share of its height."""
    return {
        "type": "line",
        "yref": "paper",
        "y0": 0,
        "y1": top,
        "x0": x,
        "x1": x,
        "line": line(colour, dash=dash),
    }


def percent_axis(title: str, **more: object) -> Part:
    """Describe an axis of shares, from 0."""
    return {"tickformat": ".0%", "rangemode": "tozero", "title": {"text": title}, **more}


def pattern(shape: str) -> Part:
    """Hatch a bar over its colour, so that colour is not the only difference; '' for none."""
    return {
        "shape": shape,
        "fgcolor": LIGHT.surface,
        "fillmode": "overlay",
        "size": 6,
        "solidity": 0.18,
    }


def said(text: str, **place: object) -> Part:
    """Write a few words into a figure."""
    plain: Part = {"showarrow": False, "font": {"color": LIGHT.ink, "size": 12}}
    return {"text": text, **plain, **place}


def limit_label(text: str, limit: float, *, side: str = "right", below: bool = False) -> Part:
    """Name a level at one end of it, on a ground that lines behind it do not show through."""
    return said(
        text,
        xref="paper",
        x=1 if side == "right" else 0,
        xanchor=side,
        y=limit,
        yanchor="top" if below else "bottom",
        yshift=-1 if below else 1,
        bgcolor=LIGHT.surface,
        opacity=0.9,
        borderpad=1,
    )


def band(
    x: Sequence[object],
    low: Sequence[float | None],
    high: Sequence[float | None],
    *,
    colour: str,
    name: str,
) -> list[Part]:
    """Fill between two lines; both are as long as x."""
    edge: Part = {"type": "scatter", "mode": "lines", "x": list(x), "hoverinfo": "skip"}
    return [
        {**edge, "y": list(low), "line": {"width": 0}, "showlegend": False},
        {
            **edge,
            "y": list(high),
            "line": {"width": 0},
            "fill": "tonexty",
            "fillcolor": colour,
            "name": name,
        },
    ]
