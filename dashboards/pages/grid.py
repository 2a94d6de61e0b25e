"""Long tables that the page itself searches, filters and sorts: what the script is told.

Twenty thousand rows as HTML take a browser a quarter of a minute; column by column, with repeated
texts said once, one second. The first rows are drawn here, so that nothing needs a script to be
read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from dashboards import words
from dashboards.pages import cells
from dashboards.pages.views import Choice, Grid, GridColumn

DRAWN = 50
STATES = tuple(cells.STATES)
_THOUSANDTHS = 1000
_UNDER, _OVER, _ALL = 2, 1002, 1003
PERCENTS = (
    "unknown",
    words.percent(0.0),
    words.percent(0.0001),
    *(words.percent(thousandths / _THOUSANDTHS) for thousandths in range(1, _THOUSANDTHS)),
    words.percent(0.9999),
    words.percent(1.0),
)


def percent_code(share: float | None) -> int:
    """Number a share by how it is said, so that page and script say it alike.

    >>> PERCENTS[percent_code(0.0625)] == words.percent(0.0625), percent_code(None)
    (True, 0)
    """
    if share is None:
        return 0
    if share in (0.0, 1.0):
        return 1 if share == 0.0 else _ALL
    return _CODES[words.percent(share)]


def share_of(code: int) -> float | None:
    """Give the share that a code stands for, to a thousandth."""
    if code == 0:
        return None
    return min(max(code - _UNDER, 0), _THOUSANDTHS) / _THOUSANDTHS


_CODES = {said: code for code, said in enumerate(PERCENTS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A late rate as a grid holds it; shares are codes into `PERCENTS`."""

    late: int
    sessions: int
    rate: int
    low: int
    high: int
    enough: bool

    @classmethod
    def of(cls, row: Mapping[str, object]) -> "Rate":
        """Read it from a row with sessions, late, late_rate, rate_low, rate_high and enough."""
        return cls(
            late=int(str(row["late"])),
            sessions=int(str(row["sessions"])),
            rate=percent_code(_share(row["late_rate"])),
            low=percent_code(_share(row["rate_low"])),
            high=percent_code(_share(row["rate_high"])),
            enough=bool(row["enough"]),
        )

    def cell(self, *, limit: float, top: float) -> Markup:
        """Draw it."""
        share, low, high = share_of(self.rate), share_of(self.low), share_of(self.high)
        counts = Markup('<span class="counts">{} of {}</span> ').format(
            words.number(self.late), words.number(self.sessions)
        )
        if share is None or low is None or high is None:
            return counts + cells.too_few("no sessions")
        drawn = cells.interval(low, high, share, limit=limit, top=top)
        if not self.enough:
            return counts + cells.too_few("too few to judge") + drawn
        return (
            counts
            + Markup('<span class="share">{}</span><span class="range">{} to {}</span>').format(
                PERCENTS[self.rate], PERCENTS[self.low], PERCENTS[self.high]
            )
            + drawn
        )


@dataclass(slots=True)
class Texts:
    """Texts that many rows share, each said once."""

    said: list[list[str]] = field(default_factory=list)
    _known: dict[tuple[str, ...], int] = field(default_factory=dict)

    def number(self, lines: Sequence[str]) -> int:
        """Give the number of a text, in lines."""
        key = tuple(lines)
        if key not in self._known:
            self._known[key] = len(self.said)
            self.said.append(list(key))
        return self._known[key]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a grid shows, column by column.

    Attributes:
        data: One list a key, all as long as there are rows. Columns of kind rate read late,
            sessions, rate, low, high and enough; of kind tutor name, id and page.
        texts: What columns of kind words point into.
        sets: For each choice, what its numbers in data stand for: the options a row matches.
        limit: The policy's limit, 0 to 1, drawn in each interval.
    """

    data: Mapping[str, Sequence[object]]
    texts: Texts
    sets: Mapping[str, Sequence[Sequence[str]]]
    limit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A grid to make; see `Grid` for what each part is.

    Attributes:
        drawn: How many rows are drawn at a time.
    """

    name: str
    noun: str
    caption: str
    columns: Sequence[GridColumn]
    choices: Sequence[Choice]
    contents: Contents
    csv: str
    order: str
    drawn: int = DRAWN


def build(plan: Plan) -> Grid:
    """Make a grid: draw its first rows, and write the rest for the script."""
    contents = plan.contents
    total = len(contents.data["id"])
    top = _top(contents.data)
    rows = [
        [_cell(column, contents, row, top=top) for column in plan.columns]
        for row in range(min(plan.drawn, total))
    ]
    return Grid(
        name=plan.name,
        noun=plan.noun,
        caption=plan.caption,
        columns=plan.columns,
        choices=plan.choices,
        rows=rows,
        total=total,
        drawn=plan.drawn,
        data=words.script_json(_told(plan, top=top)),
        csv=plan.csv,
        order=plan.order,
    )


def _told(plan: Plan, *, top: float) -> dict[str, object]:
    contents = plan.contents
    return {
        "name": plan.name,
        "noun": plan.noun,
        "columns": [
            {
                "key": one.key,
                "title": one.title,
                "kind": one.kind,
                "numeric": one.numeric,
                "sort": one.sort,
            }
            for one in plan.columns
        ],
        "choices": [one.key for one in plan.choices],
        "data": contents.data,
        "texts": contents.texts.said,
        "sets": contents.sets,
        "states": [list(cells.STATES[one]) for one in STATES],
        "percents": PERCENTS,
        "limit": contents.limit,
        "top": top,
        "drawn": plan.drawn,
    }


def _cell(column: GridColumn, contents: Contents, row: int, *, top: float) -> Markup | str:
    data = contents.data
    if column.kind == "tutor":
        page = str(data["page"][row] or "")
        return cells.tutor(
            str(data["name"][row]) or None,
            str(data["id"][row]),
            f"tutors/{page}.html" if page else "",
        )
    if column.kind == "rate":
        return _rate(data, row).cell(limit=contents.limit, top=top)
    value = data[column.key][row]
    if column.kind == "state":
        return cells.state(STATES[int(str(value))])
    if column.kind in ("words", "brief"):
        return cells.lines(contents.texts.said[int(str(value))])
    return str(value)


def _rate(data: Mapping[str, Sequence[object]], row: int) -> Rate:
    return Rate(
        **{key: int(str(data[key][row])) for key in ("late", "sessions", "rate", "low", "high")},
        enough=bool(data["enough"][row]),
    )


def _top(data: Mapping[str, Sequence[object]]) -> float:
    """Choose one scale for all intervals, so that they can be compared down the column."""
    judged = [
        share_of(int(str(high))) or 0.0
        for high, enough in zip(data["high"], data["enough"], strict=True)
        if enough
    ]
    highest = sorted(judged)[int(len(judged) * 0.99)] if judged else 0.5
    return min(1.0, max(0.2, round(highest + 0.05, 1)))


def _share(value: object) -> float | None:
    return None if value is None else float(str(value))
