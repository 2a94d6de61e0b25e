"""One Chromium for the tests of a file, and sites opened as files, as a reader would."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from dashboards.pages import render_site
from tests.figures.world import World, publish

DRAWN_MS = 30_000
WIDE = {"width": 1280, "height": 900}


@dataclass(kw_only=True)
class Tab:
    """A page that is open, and what its browser complained about."""

    page: Page
    site: Path
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def show(self, path: str) -> Page:
        """Open a page of the site from its file."""
        file, mark, fragment = path.partition("#")
        self.page.goto((self.site / file).as_uri() + mark + fragment)
        return self.page

    def draw(self) -> Page:
        """Scroll through the page until every figure is drawn."""
        for place in self.page.locator(".plot").all():
            place.scroll_into_view_if_needed()
            place.locator("xpath=self::*[contains(@class, 'drawn')]").wait_for(timeout=DRAWN_MS)
        return self.page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium; while it runs, so does an event loop that no other test could bear."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.fail(
            "chromium: not found, and the browser tests need it; as root: apt-get install chromium"
        )
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Sixty tutors, some with hostile names, under an amber gate."""
    published = publish(
        World(tutors=60, hostile=True, gate="amber"), tmp_path_factory.mktemp("published")
    )
    render_site(published, published / "site")
    return published / "site"


@pytest.fixture(scope="session")
def red_site(tmp_path_factory):
    published = publish(World(tutors=6, gate="red"), tmp_path_factory.mktemp("red"))
    render_site(published, published / "site")
    return published / "site"


@contextmanager
def tabs(browser: Browser, site: Path) -> Iterator[Callable[..., Tab]]:
    """Open tabs, each in a context of its own; a complaint of the browser is kept."""
    contexts: list[BrowserContext] = []

    def opened(*, of=None, **options) -> Tab:
        context = browser.new_context(**{"viewport": WIDE, **options})
        contexts.append(context)
        tab = Tab(page=context.new_page(), site=of or site)
        tab.page.on("console", lambda said: _keep(tab, said))
        tab.page.on("pageerror", lambda error: tab.complaints.append(str(error)))
        tab.page.on("request", lambda request: tab.requests.append(request.url))
        return tab

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def open_tab(browser, site):
    with tabs(browser, site) as opened:
        yield opened


@pytest.fixture(scope="module")
def kept_tab(browser, site):
    """Give the tab of one kind of reader, kept for all tests of a file that only look at pages."""
    kept: dict[str, Tab] = {}
    with tabs(browser, site) as opened:

        def given(**options) -> Tab:
            reader = repr(sorted(options.items()))
            kept[reader] = kept.get(reader) or opened(**options)
            return kept[reader]

        yield given


@pytest.fixture(scope="module")
def drawn_once(request, browser, site):
    """One page with its figures, drawn once for the tests that only look at it."""
    with tabs(browser, site) as opened:
        tab = opened()
        tab.show(request.param)
        tab.draw()
        yield tab


@pytest.fixture
def drawn(drawn_once):
    yield drawn_once
    drawn_once.page.emulate_media(media="screen", color_scheme="light")
    drawn_once.page.set_viewport_size(WIDE)


@pytest.fixture
def tab(open_tab):
    return open_tab()


def _keep(tab: Tab, said) -> None:
    if said.type in {"error", "warning"}:
        tab.complaints.append(said.text)
