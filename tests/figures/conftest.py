"""Sites to look at without a browser: the pages as files, rendered once."""

import pytest

from dashboards.pages import render_site
from tests.figures.site import Site
from tests.figures.world import World, publish


@pytest.fixture(scope="session")
def render(tmp_path_factory):
    """Render the site of a world."""

    def rendered(world, **options):
        root = tmp_path_factory.mktemp("published")
        published = publish(world, root)
        out = published / "site"
        summary = render_site(published, out, **options)
        return Site(published=published, root=out, summary=summary)

    return rendered


@pytest.fixture(scope="session")
def hostile(render):
    return render(World(tutors=60, hostile=True, gate="amber"))


@pytest.fixture(scope="session")
def red(render):
    return render(World(tutors=20, gate="red"))


@pytest.fixture(scope="session")
def tiny(render):
    return render(World(tutors=5, nights=1))
