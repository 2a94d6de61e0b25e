"""How things look: colours for light and dark, the shape beside each colour, Plotly's template.

Figures are made in the light colours; the page's script exchanges each for its dark twin. That is
why a light colour may stand for one thing only.
"""

import json
from dataclasses import dataclass, fields

FONT = "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """One colour a role; text roles reach 4.7:1 on their ground, chart roles 3.18:1."""

    bg: str
    surface: str
    sunken: str
    line: str
    rule: str
    ink: str
    ink2: str
    link: str
    ok: str
    warn: str
    bad: str
    ok_tint: str
    warn_tint: str
    bad_tint: str
    note_tint: str
    late: str
    no_show: str
    early: str
    student: str
    completed: str
    excused: str
    late_band: str
    peer_band: str
    pale: str
    rather_pale: str
    rather_full: str
    full: str
    grid: str
    volume: str
    surge: str


LIGHT = Palette(
    bg="#F4F6F9",
    surface="#FFFFFF",
    sunken="#EDF1F6",
    line="#DCE2EA",
    rule="#8592A3",
    ink="#16202C",
    ink2="#445164",
    link="#1B5DB8",
    ok="#0B6E5B",
    warn="#8A5A00",
    bad="#B03A0E",
    ok_tint="#E3F4EF",
    warn_tint="#FDF1D0",
    bad_tint="#FDE6DE",
    note_tint="#E4EDF9",
    late="#B3280E",
    no_show="#55124F",
    early="#B18300",
    student="#8A919B",
    completed="#2F88D8",
    excused="#0B7261",
    late_band="rgba(179,40,14,0.14)",
    peer_band="rgba(68,81,100,0.16)",
    pale="#EBF0F6",
    rather_pale="#C9DCF2",
    rather_full="#8DBCEB",
    full="#4A98DD",
    grid="#E6EAF0",
    volume="#C7D0DC",
    surge="rgba(138,90,0,0.28)",
)
DARK = Palette(
    bg="#0D131A",
    surface="#151D26",
    sunken="#1C2631",
    line="#2A3644",
    rule="#6E7D8F",
    ink="#E9EEF4",
    ink2="#B3BFCC",
    link="#84B6FF",
    ok="#62D2B5",
    warn="#F0C25A",
    bad="#FF9B72",
    ok_tint="#123029",
    warn_tint="#33290F",
    bad_tint="#3B1D10",
    note_tint="#182B45",
    late="#F5602B",
    no_show="#F0A0E0",
    early="#F7DE72",
    student="#777C86",
    completed="#3D84F0",
    excused="#4EBC94",
    late_band="rgba(245,96,43,0.20)",
    peer_band="rgba(179,191,204,0.20)",
    pale="#1F2A36",
    rather_pale="#28466B",
    rather_full="#2F5FA0",
    full="#3871C4",
    grid="#243040",
    volume="#33414F",
    surge="rgba(240,194,90,0.34)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How one kind of outcome is drawn: no two share a shape, so colour is never alone."""

    colour: str
    symbol: str
    glyph: str


MARKS = {
    "late": Mark(colour=LIGHT.late, symbol="x", glyph="✕"),
    "no_show": Mark(colour=LIGHT.no_show, symbol="diamond", glyph="◆"),
    "early": Mark(colour=LIGHT.early, symbol="triangle-up", glyph="▲"),
    "excused": Mark(colour=LIGHT.excused, symbol="square", glyph="■"),
    "rebooked": Mark(colour=LIGHT.completed, symbol="circle", glyph="●"),
}

_AXIS = {
    "gridcolor": LIGHT.grid,
    "linecolor": LIGHT.rule,
    "tickcolor": LIGHT.rule,
    "zeroline": False,
    "ticks": "",
    "automargin": True,
    "title": {"standoff": 10, "font": {"size": 12}},
    "tickfont": {"size": 12},
}
TEMPLATE: dict[str, object] = {
    "layout": {
        "font": {"family": FONT, "size": 12, "color": LIGHT.ink2},
        "paper_bgcolor": LIGHT.surface,
        "plot_bgcolor": LIGHT.surface,
        "margin": {"l": 8, "r": 12, "t": 44, "b": 8},
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": LIGHT.surface,
            "bordercolor": LIGHT.rule,
            "font": {"family": FONT, "size": 13, "color": LIGHT.ink},
            "align": "left",
        },
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1.02,
            "yanchor": "bottom",
            "font": {"size": 12},
            "itemwidth": 30,
            "traceorder": "normal",
        },
        "xaxis": _AXIS,
        "yaxis": _AXIS,
        "modebar": {
            "bgcolor": LIGHT.surface,
            "color": LIGHT.rule,
            "activecolor": LIGHT.link,
        },
        "bargap": 0.12,
        "dragmode": False,
        "separators": ".,",
    }
}
CONFIG: dict[str, object] = {
    "displaylogo": False,
    "showSendToCloud": False,
    "responsive": True,
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d", "toggleSpikelines"],
}
"""`showSendToCloud` is on by default in plotly.js 4 and would send a figure's data elsewhere."""


def tokens_css() -> str:
    """Write the colours as custom properties: light, dark by preference or choice."""
    light, dark = _declarations(LIGHT), _declarations(DARK)
    return (
        f":root {{ color-scheme: light; {light} }}\n"
        "@media screen and (prefers-color-scheme: dark) {\n"
        f"  :root:not([data-theme='light']) {{ color-scheme: dark; {dark} }}\n"
        "}\n"
        "@media screen {\n"
        f"  :root[data-theme='dark'] {{ color-scheme: dark; {dark} }}\n"
        "}\n"
    )


def theme_js() -> str:
    """Write what the drawing script needs: the template once, the configuration, the dark twins."""
    said = {"template": TEMPLATE, "config": CONFIG, "dark": dark_twins()}
    return f"window.reliabilityTheme = {json.dumps(said, separators=(',', ':'))};\n"


def dark_twins() -> dict[str, str]:
    """Give the dark colour of each light one."""
    return {getattr(LIGHT, one.name): getattr(DARK, one.name) for one in fields(Palette)}


def _declarations(palette: Palette) -> str:
    return " ".join(
        f"--{one.name.replace('_', '-')}: {getattr(palette, one.name)};" for one in fields(palette)
    )
