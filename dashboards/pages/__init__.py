"""Pages: frames in, a static site out. `site` writes it, `views` says what a page is made of.

The pages, each the answer to one question: `tonight`, `queue`, `tutor` (with `evidence`), `assign`,
`trends`, `run`, `method` (with `definitions`).
"""

from dashboards.pages.site import SiteSummary, render_site

__all__ = ["SiteSummary", "render_site"]
