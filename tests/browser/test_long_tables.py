"""Search, filters and order of the long tables; their rows are the server's, drawn by a script."""

import csv
import io
import re

import pytest

from dashboards.pages import render_site
from tests.figures.world import HOSTILE, World, publish

MANY = 300


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Three hundred tutors of whom few have a page."""
    published = publish(World(tutors=MANY, sessions=60, nights=1), tmp_path_factory.mktemp("many"))
    render_site(published, published / "site", all_tutors_up_to=0)
    return published / "site"


def names(page):
    return page.locator("tbody .who").all_inner_texts()


def search(page, text):
    page.get_by_label("Name or id").fill(text)
    page.locator(".filters", has_text=text).wait_for()


@pytest.mark.parametrize("path", ["assign.html", "queue.html"])
def test_the_script_draws_rows_as_the_server_did(kept_tab, many, path):
    page = kept_tab(of=many).show(path)
    as_served = page.locator("tbody").first.evaluate("one => one.innerHTML")
    page.evaluate("document.querySelector('[data-grid]').grid.draw()")
    as_drawn = page.locator("tbody").first.evaluate("one => one.innerHTML")

    def folded(html):
        return re.sub(r">\s+<", "><", html.replace('.0"', '"')).strip()

    assert folded(as_drawn) == folded(as_served)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lukasz lefevre", "Łukasz Lefèvre"),
        ("SOREN", "Søren"),
        ("durda", "Đurđa"),
        ("yilmaz", "Yılmaz"),
        ("o'brien", "O’Brien"),
    ],
)
def test_search_folds_case_and_accents(kept_tab, many, typed, found):
    page = kept_tab(of=many).show("assign.html")
    search(page, typed)
    shown = names(page)

    assert shown
    assert all(found in name for name in shown)


def test_search_finds_an_id(tab):
    page = tab.show("assign.html")
    search(page, "t-00017")

    assert page.locator("tbody .id").all_inner_texts() == ["T-00017"]


def test_hostile_names_are_text_and_can_be_found(tab):
    page = tab.show("assign.html")
    search(page, "alert(1)")

    assert names(page) == [HOSTILE[0]]
    assert page.locator("tbody script").count() == 0


def test_a_filter_is_kept_in_the_address(tab):
    page = tab.show("assign.html")
    page.get_by_label("New students").select_option("hold_for_manager")
    page.locator(".filters", has_text="Manager decides").wait_for()
    count = len(names(page))
    assert "new=hold_for_manager" in page.url

    page.reload()

    assert len(names(page)) == count
    states = page.locator("tbody td:nth-child(2) .pill").all_inner_texts()
    assert {state.split("\n")[-1] for state in states} == {"Manager decides"}


def test_a_tile_leads_to_its_filter(tab):
    page = tab.show("assign.html")
    page.locator("a.tile", has_text="Too few to judge").click()
    page.locator(".filters", has_text="Too few to judge").wait_for()

    assert page.locator("tbody .few").count() == page.locator("tbody tr").count() > 0


def test_an_address_with_nonsense_shows_everybody(tab):
    page = tab.show("assign.html#tutors?new=nobody&sort=--&subject=%3Cb%3E")

    assert len(names(page)) == 50
    assert tab.complaints == []


def test_fifty_rows_are_drawn_at_a_time(open_tab, many):
    page = open_tab(of=many).show("assign.html")
    assert page.locator(".shown").inner_text() == f"50 of {MANY} tutors"
    page.get_by_role("button", name="Show 50 more").click()

    assert page.locator("tbody tr").count() == 100
    assert page.locator(".shown").inner_text() == f"100 of {MANY} tutors"


def test_rows_can_be_ordered_and_shown_all_again(open_tab, many):
    page = open_tab(of=many).show("assign.html")
    first = names(page)
    page.get_by_label("Order").select_option("-rate")
    page.locator("th[aria-sort=descending]").wait_for()
    low = page.evaluate(
        """() => { const { data, matching } = document.querySelector('[data-grid]').grid;
                   return matching.map((row) => data.low[row]); }"""
    )
    assert low == sorted(low, reverse=True)

    page.get_by_role("button", name="Show all").click()
    page.locator("th[aria-sort]").wait_for(state="detached")

    assert names(page) == first


def test_the_view_can_be_downloaded_without_formulas(tab):
    page = tab.show("assign.html")
    search(page, "hyperlink")
    with page.expect_download() as caught:
        page.get_by_role("button", name="Download this view").click()
    rows = list(csv.reader(io.StringIO(caught.value.path().read_text(encoding="utf-8-sig"))))

    assert len(rows) == 2
    assert rows[1][0].startswith("'=HYPERLINK")


def test_filters_are_printed(tab):
    page = tab.show("queue.html")
    search(page, "a")
    page.emulate_media(media="print")

    assert page.locator(".filters").is_visible()
    assert "Name or id: a" in page.locator(".filters").inner_text()


def test_a_tutor_without_a_page_is_no_link(kept_tab, many):
    page = kept_tab(of=many).show("assign.html")
    drawn = {path.stem for path in (many / "tutors").glob("*.html")}
    for row in page.locator("tbody tr").all():
        tutor = row.locator(".id").inner_text()
        assert (row.locator("a.who").count() == 1) == (tutor in drawn)
