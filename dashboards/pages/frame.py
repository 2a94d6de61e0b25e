"""The frame every page shares, and the folder the site is written to."""

import base64
import csv
import hashlib
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import jinja2
import polars as pl

from dashboards import theme, words
from dashboards.pages import cells
from dashboards.pages.views import Page
from dashboards.read import Stamp
from dashboards.templating import environment
from tutor_reliability.errors import HomeStateError
from tutor_reliability.publish import defused

NAVIGATION = (
    ("index", "Tonight", "index.html", "home"),
    ("queue", "Review queue", "queue.html", "queue"),
    ("assign", "Assignment", "assign.html", "check"),
    ("trends", "Reliability", "trends.html", "chart"),
    ("calibration", "Calibration", "calibration.html", "scale"),
    ("fairness", "Fairness", "fairness.html", "people"),
    ("run", "Run & data quality", "run.html", "shield"),
    ("policy", "Policy", "policy.html", "page"),
    ("method", "Definitions", "method.html", "book"),
)
_PLOTLY_STYLES = ("", "font-weight:bold", "font-style:italic")
"""The style attributes that plotly.js writes into its drawings; no other is allowed."""


def content_security_policy() -> str:
    """Say what a page may load: our own files, and nothing from anywhere else."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
        for style in _PLOTLY_STYLES
    )
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        f"style-src-attr 'unsafe-hashes' {hashes}; img-src 'self' data: blob:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "require-trusted-types-for 'script'"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The folder the pages go to, and what all of them show.

    Attributes:
        waiting: Accounts in the queue, shown in the rail.
        banner: Said on every page where the gate is red; empty otherwise.
    """

    out: Path
    stamp: Stamp
    waiting: int
    banner: str
    template: jinja2.Template

    def write(self, page: Page) -> int:
        """Write a page; gives its size in bytes."""
        path = self.out / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        html = self.template.render(page=page, site=self).encode()
        path.write_bytes(html)
        return len(html)

    def write_csv(self, path: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
        """Write a table as CSV that spreadsheets read as text, not as formulas; gives its path.

        It begins with a byte order mark, without which they take UTF-8 for something else.
        """
        file = self.out / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("w", encoding="utf-8-sig", newline="") as opened:
            writer = csv.writer(opened, lineterminator="\n")
            writer.writerow(header)
            writer.writerows([_cell(value) for value in row] for row in rows)
        return path

    def write_frame(self, path: str, frame: pl.DataFrame) -> str:
        """Write a frame as CSV, as `write_csv` does."""
        return self.write_csv(path, frame.columns, frame.iter_rows())


def open_site(out: Path, stamp: Stamp, *, waiting: int) -> Site:
    """Make the folder anew, with the static files that all pages use.

    Raises:
        HomeStateError: The folder holds something else than an earlier site.
    """
    if out.exists():
        if any(out.iterdir()) and not (out / "index.html").is_file():
            raise HomeStateError(f"{out}: holds something else than a site; name an empty folder")
        shutil.rmtree(out)
    out.mkdir(parents=True)
    static = out / "static"
    _copy(resources.files("dashboards").joinpath("static"), static)
    (static / "tokens.css").write_text(theme.tokens_css(), encoding="utf-8")
    (static / "theme.js").write_text(theme.theme_js(), encoding="utf-8")
    templates = environment()
    templates.globals.update(
        navigation=NAVIGATION, csp=content_security_policy(), day=words.day, gate=cells.gate
    )
    return Site(
        out=out,
        stamp=stamp,
        waiting=waiting,
        banner=_banner(stamp),
        template=templates.get_template("page.html"),
    )


def _banner(stamp: Stamp) -> str:
    if stamp.gate != "red":
        return ""
    failed = words.listed(words.check(name) for name in stamp.failed) or "a blocking check failed"
    showing = (
        f"Showing the state of {words.day(stamp.trusted_as_of)}."
        if stamp.trusted_as_of
        else "No night was trusted yet, so there is nothing to show."
    )
    return (
        f"Numbers of tonight are not trusted: {failed}. {showing} Nobody was flagged anew and "
        "nobody's eligibility got worse."
    )


def _copy(source: Traversable, target: Path) -> None:
    target.mkdir(exist_ok=True)
    for entry in source.iterdir():
        if entry.is_dir():
            _copy(entry, target / entry.name)
        else:
            (target / entry.name).write_bytes(entry.read_bytes())


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, list):
        return defused(" | ".join(str(one) for one in value))
    return defused(value) if isinstance(value, str) else value
