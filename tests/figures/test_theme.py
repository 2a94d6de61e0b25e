"""Colours can be told from their ground, in light and dark; what is vendored is what we think."""

from dataclasses import fields
from pathlib import Path

import pytest
from plotly.offline import get_plotlyjs_version

import dashboards
from dashboards.theme import DARK, LIGHT, MARKS, Palette, dark_twins, tokens_css

VENDOR = Path(dashboards.__file__).parent / "static" / "vendor"
TEXT = ("ink", "ink2", "link", "ok", "warn", "bad")
DRAWN = ("late", "no_show", "early", "student", "completed", "excused")
TINTED = {"ok": "ok_tint", "warn": "warn_tint", "bad": "bad_tint"}
THEMES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@THEMES
@pytest.mark.parametrize("name", TEXT)
@pytest.mark.parametrize("ground", ["bg", "surface", "sunken"])
def test_text_can_be_read(palette, name, ground):
    assert contrast(getattr(palette, name), getattr(palette, ground)) >= 4.7


@THEMES
@pytest.mark.parametrize(("name", "tint"), TINTED.items())
def test_pills_can_be_read(palette, name, tint):
    assert contrast(getattr(palette, name), getattr(palette, tint)) >= 4.5


@THEMES
@pytest.mark.parametrize("name", DRAWN)
def test_marks_can_be_seen(palette, name):
    assert contrast(getattr(palette, name), palette.surface) >= 3


def test_a_light_colour_stands_for_one_thing():
    assert len(dark_twins()) == len(fields(Palette))


def test_no_two_marks_share_a_shape():
    assert len({mark.symbol for mark in MARKS.values()}) == len(MARKS)
    assert len({mark.glyph for mark in MARKS.values()}) == len(MARKS)


def test_both_themes_are_in_the_tokens():
    css = tokens_css()

    assert css.count("--no-show:") == 3
    assert DARK.late in css


def test_the_drawing_library_is_the_one_that_plotly_speaks_to():
    script = (VENDOR / "plotly-cartesian.min.js").read_text(encoding="utf-8")

    assert f"plotly.js (cartesian - minified) v{get_plotlyjs_version()}" in script[:200]


@pytest.mark.parametrize("licence", ["plotly-cartesian.LICENSE", "inter/LICENSE"])
def test_what_is_not_ours_comes_with_its_licence(licence):
    assert "Copyright" in (VENDOR / licence).read_text(encoding="utf-8")
