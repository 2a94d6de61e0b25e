"""What a page is made of, before it becomes HTML: tiles, cards, tables, figures.

Cells are text or `Markup`; text is escaped by the template.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from dashboards import words
from dashboards.figures import Spec

Cell = str | Markup
_WHOLE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """One number with its name and, always, what it is out of.

    Attributes:
        tone: ok, warn or bad colours the number; empty leaves it ink.
        href: Where to look further.
    """

    label: str
    value: str
    note: str
    tone: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table: its title, whether it holds numbers, whether it never wraps."""

    title: str
    numeric: bool = False
    narrow: bool = False

    def attributes(self, *, labelled: bool) -> Markup:
        """Write the attributes of this column's cells; a label names them on narrow screens."""
        label = Markup(' data-label="{}"').format(self.title) if labelled else Markup("")
        kind = ' class="n"' if self.numeric else ' class="nw"' if self.narrow else ""
        return label + Markup(kind)  # noqa: S704 -- one of three texts of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as it is drawn.

    Attributes:
        caption: What it shows, read out before the cells.
        csv: File to download it as, below the site; empty without.
        empty: What to say where there are no rows.
        more: Said below, such as how many rows are not drawn.
        stack: Whether a narrow screen shows each row as a card.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    csv: str = ""
    empty: str = "Nothing to show."
    more: str = ""
    stack: bool = False

    @property
    def attributes(self) -> list[Markup]:
        """What each cell's element carries, column by column: made once, not cell by cell."""
        return [one.attributes(labelled=self.stack) for one in self.columns]


def newest(table: Table, most: int, what: str) -> tuple[Table, Sequence[tuple[str, Table]]]:
    """Keep a table's first rows in sight and fold away the others.

    Args:
        table: Its rows, the newest first.
        most: Rows to keep.
        what: One of the rows, as it is called.
    """
    earlier = table.rows[most:]
    if not earlier:
        return table, ()
    said = f"The newest {words.number(most)} of {words.number(len(table.rows))}."
    folded = replace(table, caption=f"{table.caption}, earlier ones", rows=earlier, csv="", more="")
    return (
        replace(table, rows=table.rows[:most], more=" ".join(filter(None, (said, table.more)))),
        [(words.some(len(earlier), f"earlier {what}"), folded)],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure with the table of its numbers.

    Attributes:
        name: Unique on its page.
        label: What it shows, read out instead of the drawing.
        height: s, m, l or xl.
        numbers: The same numbers as a table; None where the card's own table is that table.
    """

    name: str
    label: str
    spec: Spec
    numbers: Table | None = None
    height: str = "m"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A filter of a grid: a field to choose in, with value and words of each option."""

    key: str
    label: str
    options: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class GridColumn:
    """A column of a grid: kind says how both template and script draw it."""

    key: str
    title: str
    kind: str
    sort: str = ""
    numeric: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A long table that is searched, filtered and sorted in the page.

    Attributes:
        name: Unique on its page; the first word of its state in the address.
        noun: What the rows are, in the plural.
        rows: The first rows as cells, drawn without any script.
        total: How many rows there are.
        data: Column by column, what the script draws rows from.
        order: What the rows are ordered by at first, in words.
    """

    name: str
    noun: str
    caption: str
    columns: Sequence[GridColumn]
    choices: Sequence[Choice]
    rows: Sequence[Sequence[Cell]]
    total: int
    drawn: int
    data: Markup
    csv: str
    order: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A box on the page.

    Attributes:
        name: Anchor, unique on its page.
        how: How to read what is in it.
        span: Columns of twelve.
        method: Anchor on the definitions page; empty without.
        text: Prose above the rest.
        terms: Pairs of a name and what is said of it.
        folded: Tables that open on demand, with their titles.
    """

    name: str
    title: str
    how: Cell = ""
    span: int = 12
    method: str = ""
    text: Sequence[Cell] = ()
    terms: Sequence[tuple[str, Cell]] = ()
    table: Table | None = None
    figure: Figure | None = None
    grid: Grid | None = None
    folded: Sequence[tuple[str, Table]] = ()

    @property
    def is_slim(self) -> bool:
        """Whether it has too little in it to be as tall as its neighbour."""
        empty = self.table is not None and not self.table.rows
        return self.span < _WHOLE and not self.figure and (empty or bool(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """A row of numbers."""

    tiles: Sequence[Kpi]
    label: str = "Key numbers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the site.

    Attributes:
        path: Below the site, with forward slashes.
        nav: Key of the entry of the rail it belongs to.
        finding: What the page found, in a sentence or two.
        marks: Pills beside the title.
        under: A line below the title, such as the tutor's id.
        actions: Links beside the title: words, address, and whether it downloads.
        crumbs: Words and address of the pages above.
    """

    path: str
    nav: str
    title: str
    finding: Cell
    parts: Sequence[Card | Tiles]
    marks: Sequence[Markup] = ()
    under: str = ""
    actions: Sequence[tuple[str, str, bool]] = ()
    crumbs: Sequence[tuple[str, str]] = field(default_factory=tuple)

    @property
    def root(self) -> str:
        """The way from the page up to the site's own folder."""
        return "../" * self.path.count("/")

    @property
    def has_grids(self) -> bool:
        """Whether the page holds a table that is searched in the page."""
        return any(isinstance(part, Card) and part.grid for part in self.parts)

    @property
    def has_figures(self) -> bool:
        """Whether the page draws anything."""
        return any(isinstance(part, Card) and part.figure for part in self.parts)
