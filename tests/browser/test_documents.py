"""The pages of figures among the documents open from a checkout, as any page of the site does."""

from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from benchmarks.history import all_kept
from benchmarks.page import write
from dashboards.theme import DARK, LIGHT

DOCUMENTS = Path(__file__).parents[2] / "docs"
PACKAGE = DOCUMENTS.parent / "dashboards"
PAGES = sorted(one.name for one in DOCUMENTS.glob("*.html"))


def rgb(colour):
    """Write #RRGGBB as a browser does."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return f"rgb({red}, {green}, {blue})"


def test_there_is_a_page_of_figures():
    assert "evidence-bench.html" in PAGES


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_drawn_without_a_network_and_without_a_fault(open_tab, path, theme):
    tab = open_tab(of=DOCUMENTS, color_scheme=theme)
    tab.show(path)
    page = tab.draw()

    assert page.locator(".plot.drawn .main-svg").count() > 1
    assert page.get_by_text("Share chart").count() == 0
    assert [url for url in tab.requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert tab.complaints == []
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", PAGES)
def test_its_figures_follow_the_system_from_light_to_dark_and_back(open_tab, path):
    """The page has no button for it: whoever's system turns dark in the evening has it open."""
    tab = open_tab(of=DOCUMENTS)
    tab.show(path)
    page = tab.draw()
    for theme, palette in (("dark", DARK), ("light", LIGHT)):
        page.emulate_media(color_scheme=theme)
        for ticks in page.locator(".plot").all():
            fill = rgb(palette.ink2)
            expect(ticks.locator(".xtick text").first).to_have_css("fill", fill)


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_needs_no_scrolling_sideways(open_tab, path):
    tab = open_tab(of=DOCUMENTS, viewport={"width": 360, "height": 800})
    tab.show(path)
    page = tab.draw()

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_names_of_bars_on_the_page_of_benchmarks_lie_apart_on_a_phone(open_tab, tmp_path):
    (tmp_path / "dashboards").symlink_to(PACKAGE)
    path = write(all_kept(), tmp_path)
    tab = open_tab(of=path.parent, viewport={"width": 390, "height": 844})
    tab.show(path.name)
    drawn = tab.draw()

    assert drawn.evaluate("document.documentElement.scrollWidth") <= 390
    for figure in drawn.locator(".plot").all():
        names = [one.bounding_box() for one in figure.locator(".ytick text").all()]
        spans = sorted((one["y"], one["y"] + one["height"]) for one in names)
        assert all(below[0] >= above[1] - 1 for above, below in pairwise(spans))
        assert all(one["x"] >= 0 for one in names)
