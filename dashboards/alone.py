"""Pages of figures that belong to no run: what was measured, drawn beside the documents.

Such a page stands in a folder of the checkout and borrows the package's static files, so that it
is a few kilobytes and needs no network.
"""

from collections.abc import Sequence

from markupsafe import Markup

from dashboards import theme
from dashboards.pages.views import Card
from dashboards.templating import environment

STATIC = "../dashboards/static"


def page(title: str, says: Sequence[str], cards: Sequence[Card]) -> str:
    """Make a page that stands one folder below the checkout's root.

    Args:
        title: What it shows.
        says: What is to be said first, a paragraph each.
        cards: Figures with their numbers.
    """
    text = (
        environment()
        .get_template("alone.html")
        .render(
            title=title,
            says=says,
            cards=cards,
            static=STATIC,
            tokens=Markup(theme.tokens_css()),  # noqa: S704 -- ours
            theme=Markup(theme.theme_js()),  # noqa: S704 -- ours
        )
    )
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip()) + "\n"
