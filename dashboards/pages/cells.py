"""Cells that are more than text: a tutor's link, a state with its shape, a rate with its range.

`static/grid.js` draws the same markup; a browser test holds the two to each other.
"""

from collections.abc import Sequence

from markupsafe import Markup, escape

STATES = {
    "eligible": ("Eligible", "✓", "ok"),
    "only_if_all_others_full": ("Last in line", "▲", "warn"),
    "hold_for_manager": ("Manager decides", "■", "warn"),
    "paused": ("Paused by a person", "✕", "bad"),
    "unknown": ("Unknown", "?", "none"),
}
GATES = {
    "green": ("Gate green", "✓", "ok"),
    "amber": ("Gate amber", "▲", "warn"),
    "red": ("Gate red", "✕", "bad"),
}
_WIDTH, _HEIGHT = 120, 16


def pill(said: str, glyph: str, tone: str) -> Markup:
    """Draw a state: its words, a shape, and a colour that only repeats the shape."""
    return Markup(
        '<span class="pill {}"><span class="glyph" aria-hidden="true">{}</span>{}</span>'
    ).format(tone, glyph, said)


def state(code: str | None) -> Markup:
    """Draw what may be offered to a tutor."""
    return pill(*STATES.get(code or "unknown", STATES["unknown"]))


def gate(code: str) -> Markup:
    """Draw the state of the gate."""
    return pill(*GATES.get(code, ("Gate unknown", "?", "none")))


def yes_no(*, passed: bool, blocking: bool = True) -> Markup:
    """Draw the result of a check."""
    if passed:
        return pill("Passed", "✓", "ok")
    return pill("Failed", "✕", "bad") if blocking else pill("Warning", "▲", "warn")


def tutor(name: str | None, tutor_id: str, href: str) -> Markup:
    """Name a tutor, with a link where there is a page."""
    said = name or "no name on record"
    if not href:
        return Markup('<span class="who">{}</span> <span class="id">{}</span>').format(
            said, tutor_id
        )
    return Markup('<a class="who" href="{}">{}</a> <span class="id">{}</span>').format(
        href, said, tutor_id
    )


def too_few(said: str) -> Markup:
    """Say that there is no rate to speak of: a state of its own, not a low rate."""
    return Markup('<span class="few">{}</span>').format(said)


def interval(low: float, high: float, share: float | None, *, limit: float, top: float) -> Markup:
    """Draw an interval as a line with a dot, and the policy's limit as an upright."""

    def place(value: float) -> float:
        return round(min(value, top) / top * (_WIDTH - 2) + 1, 1)

    dot = (
        Markup('<circle class="dot" cx="{}" cy="8" r="3.5"></circle>').format(place(share))
        if share is not None
        else Markup("")
    )
    return Markup(
        '<svg class="mini" viewBox="0 0 {w} {h}" width="{w}" height="{h}" aria-hidden="true">'
        '<line class="reach" x1="{x1}" x2="{x2}" y1="8" y2="8"></line>'
        '<line class="limit" x1="{x}" x2="{x}" y1="1" y2="15"></line>{dot}</svg>'
    ).format(w=_WIDTH, h=_HEIGHT, x1=place(low), x2=place(high), x=place(limit), dot=dot)


def lines(said: Sequence[str]) -> Markup:
    """Write several short texts below each other; the first stands out."""
    return Markup("".join(f'<span class="line">{escape(one)}</span>' for one in said))  # noqa: S704 -- escaped; format is ten times slower


def code(said: str | None) -> Markup:
    """Write a name that people copy, such as a file and line."""
    return Markup(f"<code>{escape(said)}</code>") if said else Markup("")  # noqa: S704 -- escaped
