"""A rendered site as tests read it: its pages, what they say, the specs of their figures."""

import json
import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from html.parser import HTMLParser
from pathlib import Path

from dashboards.pages import SiteSummary

_SPEC = re.compile(r'<script type="application/json" id="spec-([\w-]+)">(.*?)</script>', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site in its folder."""

    published: Path
    root: Path
    summary: SiteSummary

    def pages(self) -> list[str]:
        """Name all pages."""
        return sorted(str(path.relative_to(self.root)) for path in self.root.rglob("*.html"))

    def html(self, page: str) -> str:
        """Read a page as it is."""
        return (self.root / page).read_text(encoding="utf-8")

    def read(self, page: str) -> "Read":
        """Parse a page; many tests look at the same ones."""
        return _parsed(self.html(page))

    def specs(self, page: str) -> dict[str, dict]:
        """Give the figures of a page."""
        return {name: json.loads(spec) for name, spec in _SPEC.findall(self.html(page))}

    def files(self) -> dict[str, bytes]:
        """Read every file."""
        return {
            str(path.relative_to(self.root)): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
        }


@dataclass
class Read(HTMLParser):
    """What a browser without scripts would know of a page."""

    text: str = ""
    tags: list[tuple[str, dict]] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self):
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_endtag(self, tag):
        self.text += " "
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        if "script" not in self._open and "style" not in self._open:
            self.text += data

    def all(self, tag):
        """Give the attributes of every element of a kind."""
        return [attrs for name, attrs in self.tags if name == tag]

    @cached_property
    def ids(self):
        """Name what addresses can point into."""
        return {attrs["id"] for _, attrs in self.tags if "id" in attrs}

    @cached_property
    def words(self):
        """Give the text with its white space folded, no-break spaces included."""
        return " ".join(self.text.split())


@cache
def _parsed(html: str) -> Read:
    found = Read()
    found.feed(html)
    return found
