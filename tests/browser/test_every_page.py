"""What holds of every page, in a real browser, opened from its file."""

import csv
import functools
import http.server
import io
import threading

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = (
    "index.html",
    "queue.html",
    "assign.html",
    "trends.html",
    "calibration.html",
    "fairness.html",
    "run.html",
    "policy.html",
    "method.html",
    "tutors/T-00001.html",
)
EVERY_PAGE = pytest.mark.parametrize("path", PAGES)
EVERY_PAGE_DRAWN = pytest.mark.parametrize("drawn_once", PAGES, indirect=True)
IN_ITS_COLOURS = """() => [...document.querySelectorAll(".plot.drawn")].every((one) =>
    one.querySelector(".main-svg").style.background.startsWith(
        getComputedStyle(one.closest(".card")).backgroundColor))"""
"""Whether each figure has the ground of the theme that the page has now."""
FITTED = """() => [...document.querySelectorAll(".plot.drawn")].every((one) =>
    one.querySelector(".main-svg").getBoundingClientRect().width <= one.clientWidth + 1)"""
"""Whether each figure has followed its place to the width that the page has now."""


@EVERY_PAGE_DRAWN
def test_nothing_is_asked_of_the_network_and_nothing_is_complained_of(drawn):
    page = drawn.page
    for button in page.locator(".modebar-btn").all():
        assert "hare" not in (button.get_attribute("data-title") or "")

    assert page.get_by_text("Share chart").count() == 0
    assert [url for url in drawn.requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert drawn.complaints == []


@EVERY_PAGE_DRAWN
def test_paper_has_the_stamp_and_nothing_to_press(drawn):
    page = drawn.page
    page.emulate_media(media="print")

    assert page.locator(".stamp").is_visible()
    assert page.locator("nav[aria-label=Pages]").is_hidden()
    assert all(button.is_hidden() for button in page.locator("button").all())


@EVERY_PAGE_DRAWN
def test_axe_finds_no_fault_in_either_theme(drawn):
    """Dark differs in its colours alone, so that these alone are asked of it."""
    page = drawn.page
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()

    page.emulate_media(color_scheme="dark")
    page.wait_for_function(IN_ITS_COLOURS)
    found = Axe().run(page, options={"runOnly": ["color-contrast"]})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", ["queue.html", "assign.html", "tutors/T-00001.html"])
def test_axe_finds_no_fault_where_rows_become_cards(kept_tab, path):
    tab = kept_tab(viewport={"width": 390, "height": 800})
    page = tab.show(path)
    for folded in page.locator("details").all():
        folded.evaluate("one => one.open = true")
    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()


@EVERY_PAGE_DRAWN
@pytest.mark.parametrize("width", [860, 360])
def test_nothing_scrolls_sideways_where_a_window_is_made_narrow(drawn, width):
    page = drawn.page
    page.set_viewport_size({"width": width, "height": 800})
    page.wait_for_function(FITTED)

    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [1280, 1440])
@pytest.mark.parametrize("path", ["queue.html", "assign.html"])
def test_a_laptop_shows_every_column_that_people_decide_by(kept_tab, path, width):
    tab = kept_tab(viewport={"width": width, "height": 800})
    page = tab.show(path)
    cut = "found => found.filter(one => one.scrollWidth > one.clientWidth).length"

    assert page.locator(".scroll").count() > 0
    assert page.locator(".scroll").evaluate_all(cut) == 0


@pytest.mark.parametrize("path", ["index.html", "assign.html"])
def test_the_numbers_above_a_page_stand_in_one_row_on_a_laptop(kept_tab, path):
    page = kept_tab(viewport={"width": 1280, "height": 800}).show(path)
    tops = "found => found.map(one => one.getBoundingClientRect().top)"
    rows = page.locator(".tile").evaluate_all(tops)

    assert len(rows) > 1
    assert len(set(rows)) == 1


def test_on_a_phone_nothing_is_named_that_is_not_there(kept_tab):
    page = kept_tab(viewport={"width": 360, "height": 800}).show("assign.html")
    empty = page.locator(".stack td:empty")

    assert empty.count() > 0
    assert not any(one.is_visible() for one in empty.all())


@EVERY_PAGE
def test_nothing_scrolls_sideways_on_a_phone(kept_tab, path):
    tab = kept_tab(viewport={"width": 360, "height": 800})
    tab.show(path)
    page = tab.draw()

    assert page.evaluate("document.documentElement.scrollWidth") == 360


@EVERY_PAGE
def test_without_a_script_every_number_is_still_there(kept_tab, path):
    tab = kept_tab(java_script_enabled=False)
    page = tab.show(path)

    assert page.locator("h1").is_visible()
    assert page.locator(".finding").is_visible()
    assert page.locator("table").count() > 0
    assert page.locator("form").all() == [] or page.locator("form").first.is_hidden()


@EVERY_PAGE
def test_a_red_gate_is_the_first_thing_said(kept_tab, red_site, path):
    page = kept_tab(of=red_site).show(path)
    banner = page.get_by_role("alert")

    assert banner.is_visible()
    assert "Nobody was flagged anew" in banner.inner_text()
    assert page.locator(".stamp").get_by_text("Gate red").is_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_figures_are_drawn_in_the_colours_of_the_theme(open_tab, theme):
    tab = open_tab(color_scheme=theme)
    tab.show("index.html")
    page = tab.draw()
    ground = page.locator(".plot .main-svg").first.evaluate("one => one.style.background")
    surface = page.locator(".card").first.evaluate("one => getComputedStyle(one).backgroundColor")

    assert ground.startswith(surface)


def test_the_theme_that_was_chosen_is_remembered(tab):
    page = tab.show("index.html")
    page.get_by_role("button", name="Dark theme").click()
    tab.show("queue.html")

    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.get_by_role("button", name="Light theme").is_visible()


def test_the_first_key_press_offers_to_skip_the_navigation(tab):
    page = tab.show("queue.html")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    assert skip.is_visible()
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_an_answer_to_how_leads_to_its_definition(tab):
    page = tab.show("tutors/T-00001.html")
    page.locator("#windows a.method").click()

    assert page.url.endswith("method.html#rate")
    assert page.locator("#rate h2").inner_text() == "Late rate"


def test_numbers_open_below_their_figure(tab):
    page = tab.show("index.html")
    page.locator("#weeks summary").click()

    assert page.locator("#weeks table").is_visible()
    assert page.locator("#weeks tbody tr").count() >= 50


def test_a_table_without_a_file_can_be_saved_too(tab):
    page = tab.show("tutors/T-00001.html")
    with page.expect_download() as caught:
        page.locator("#windows").get_by_role("button", name="CSV").click()
    rows = list(csv.reader(io.StringIO(caught.value.path().read_text(encoding="utf-8-sig"))))

    assert rows[0][:2] == ["Window", "Late of sessions"]
    assert [row[0].split()[0] for row in rows[1:]] == ["30", "90", "180", "365"]


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, *_):
        pass


def test_the_site_works_behind_a_server_too(tab, site):
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(site))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    try:
        tab.page.goto(f"{address}index.html")
        tab.draw()
    finally:
        server.shutdown()
        server.server_close()

    assert tab.complaints == []
    assert [url for url in tab.requests if not url.startswith((address, "data:", "blob:"))] == []
