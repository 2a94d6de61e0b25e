"""Run and data quality: did it run, is it complete, what do I fix first?"""

import polars as pl

from dashboards import figures, words
from dashboards.pages import cells, night
from dashboards.pages.facts import Facts
from dashboards.pages.frame import Site
from dashboards.pages.views import Card, Cell, Column, Figure, Kpi, Page, Table, Tiles
from dashboards.read import Stamp
from dashboards.values import Row

MOST_FILES = 30


def page(facts: Facts, site: Site) -> Page:
    """Make the operators' page."""
    run = facts.run
    checks = run.ask("checks")
    logs, freshness = run.ask("logs"), run.ask("freshness").row(0, named=True)
    return Page(
        path="run.html",
        nav="run",
        title="Run and data quality",
        finding=_finding(run.stamp, checks),
        marks=[cells.gate(run.stamp.gate)],
        parts=[
            _tiles(run.stamp, checks, logs, freshness),
            night.check_card(checks, site),
            _rows_card(logs),
            _fresh_card(freshness),
            *_arrivals(facts),
            _rejected_card(facts, site),
            _files_card(facts, site),
            *night.stages_card(run.stages),
            night.inputs_card(run.stamp),
        ],
    )


def _finding(stamp: Stamp, checks: pl.DataFrame) -> str:
    broken = checks.filter(~pl.col("passed"))
    if checks.is_empty():
        return "No check has left a result, so nothing is known of the data."
    if broken.is_empty():
        return f"The night ran through and all {words.some(checks.height, 'check')} passed."
    first = broken.row(0, named=True)
    blocking = broken.filter("blocking").height
    if blocking:
        said = (
            f"{words.some(blocking, 'blocking check')} failed, so tonight's numbers were not "
            f"published; {_shown(stamp)}."
        )
    else:
        said = f"The night was published, with {words.some(broken.height, 'warning')}."
    remedy = f": {first['remedy'].rstrip('.')}" if first["remedy"] else ""
    return f"{said} First to fix: {words.plain(first['check_name'])}{remedy}."


def _shown(stamp: Stamp) -> str:
    if stamp.trusted_as_of is None:
        return "no night was trusted yet, so there is nothing to show"
    return f"the state of {words.day(stamp.trusted_as_of)} is shown"


def _tiles(stamp: Stamp, checks: pl.DataFrame, logs: pl.DataFrame, freshness: Row) -> Tiles:
    passed = int(checks["passed"].sum())
    received, rejected = int(logs["received"].sum() or 0), int(logs["rejected"].sum() or 0)
    failed = checks.filter(~pl.col("passed") & pl.col("blocking")).height
    warned = checks.height - passed - failed
    said, _, tone = cells.GATES.get(stamp.gate, ("Gate unknown", "?", ""))
    return Tiles(
        tiles=[
            Kpi(
                label="Gate",
                value=said.removeprefix("Gate ").capitalize(),
                note=f"night of {words.day(stamp.as_of)}",
                tone=tone,
            ),
            Kpi(
                label="Checks passed",
                value=f"{words.number(passed)} of {words.number(checks.height)}",
                note=f"{words.some(failed, 'blocking failure')}, {words.some(warned, 'warning')}",
                tone="bad" if failed else "warn" if warned else "ok",
            ),
            Kpi(
                label="Rows received",
                value=words.number(received),
                note=f"in {words.some(int(logs['files'].sum() or 0), 'file')}, all accounted for"
                if _adds_up(logs)
                else "not all accounted for",
                tone="" if _adds_up(logs) else "bad",
            ),
            Kpi(
                label="Rows set aside",
                value=words.number(rejected),
                note=f"{words.percent(rejected / received)} of those received"
                if received
                else "none received",
                href="run.html#rejected",
            ),
            Kpi(
                label="Newest session",
                value=str(freshness["newest_session"] or "unknown")[:10],
                note=f"at {str(freshness['newest_session'] or '')[11:] or 'no known time'}, "
                f"{stamp.timezone}",
            ),
        ]
    )


def _adds_up(logs: pl.DataFrame) -> bool:
    fates = pl.col("landed") + pl.col("duplicate") + pl.col("superseded") + pl.col("rejected")
    return logs.filter(fates != pl.col("received")).is_empty()


_FATES = ("landed", "duplicate", "superseded", "rejected")


def _rows_card(logs: pl.DataFrame) -> Card:
    rows: list[list[Cell]] = [
        [
            row["log"],
            words.number(row["received"]),
            *(words.number(row[fate]) for fate in _FATES),
            cells.pill("Yes", "✓", "ok")
            if row["received"] == sum(row[fate] for fate in _FATES)
            else cells.pill("No", "✕", "bad"),
        ]
        for row in logs.iter_rows(named=True)
    ]
    titles = ("Log", "Received", "Landed", "Duplicate", "Superseded", "Rejected")
    last = Table(
        caption="The last file of each log",
        columns=[Column(title="Log"), Column(title="Last file"), Column(title="Arrived after")],
        rows=[
            [row["log"], cells.code(row["last_file"]), row["last_arrived_after"] or "first night"]
            for row in logs.iter_rows(named=True)
        ],
    )
    return Card(
        name="rows",
        title="Rows in and out",
        how="Received = landed + duplicate + superseded + rejected, for each file ever delivered.",
        span=7,
        method="rows",
        table=Table(
            caption="Rows by log and what became of them",
            columns=[
                *(Column(title=title, numeric=place > 0) for place, title in enumerate(titles)),
                Column(title="Adds up"),
            ],
            rows=rows,
            empty="No file has arrived yet.",
        ),
        folded=[("The last file of each log", last)] if rows else [],
    )


def _fresh_card(freshness: Row) -> Card:
    terms: list[tuple[str, Cell]] = [
        ("Newest session", str(freshness["newest_session"] or "unknown")),
        ("Newest cancellation", str(freshness["newest_cancellation"] or "unknown")),
        ("Sessions without a tutor", _of(freshness, "unassigned")),
        ("Sessions nobody reported", _of(freshness, "unreported")),
        ("A person must say whose doing", _of(freshness, "needs_review")),
        ("Notice not known well enough", _of(freshness, "notice_unknown")),
        ("Not settled yet", _of(freshness, "provisional")),
    ]
    return Card(
        name="fresh",
        title="How fresh, how complete",
        how="What is unknown stays unknown, and counts against nobody.",
        span=5,
        terms=terms,
    )


def _of(freshness: Row, key: str) -> str:
    counted, total = int(str(freshness[key])), int(str(freshness["sessions"]))
    return f"{words.number(counted)} of {words.number(total)}"


def _arrivals(facts: Facts) -> list[Card]:
    nights = facts.run.ask("arrivals")
    if nights.is_empty():
        return []
    rows = [
        [words.day(row["night"]), *(words.number(row[fate]) for fate in _FATES)]
        for row in nights.reverse().iter_rows(named=True)
    ]
    titles = ("Night", "Landed", "Duplicate", "Superseded", "Rejected")
    return [
        Card(
            name="arrivals",
            title="Rows by night",
            how="The last 60 nights with a delivery; the first delivery of all is left out.",
            figure=Figure(
                name="arrivals",
                label="Rows that arrived each night, by what became of them",
                height="s",
                spec=figures.rows_by_night(nights),
                numbers=Table(
                    caption="Rows by night",
                    columns=[
                        Column(title=title, numeric=place > 0) for place, title in enumerate(titles)
                    ],
                    rows=rows,
                ),
            ),
        )
    ]


def _rejected_card(facts: Facts, site: Site) -> Card:
    path = site.write_frame("csv/rejected_rows.csv", facts.run.ask("rejected_rows"))
    rows: list[list[Cell]] = [
        [
            row["log"],
            words.plain(row["reason"]),
            words.number(row["rejected"]),
            row["detail"],
            cells.code(row["first_row"]),
        ]
        for row in facts.run.ask("rejected").iter_rows(named=True)
    ]
    return Card(
        name="rejected",
        title="Rows set aside, by reason",
        how="Nothing is guessed: a row that cannot be trusted is kept as text, with the first rule "
        "it broke. The CSV file has each of them.",
        method="rows",
        table=Table(
            caption="Rejected rows by log and reason",
            columns=[
                Column(title="Log", narrow=True),
                Column(title="Reason"),
                Column(title="Rows", numeric=True),
                Column(title="For example"),
                Column(title="First of them"),
            ],
            rows=rows,
            csv=path,
            empty="No row was rejected.",
            stack=True,
        ),
    )


def _files_card(facts: Facts, site: Site) -> Card:
    files = facts.run.ask("deliveries")
    path = site.write_frame("csv/deliveries.csv", files)
    rows: list[list[Cell]] = [
        [
            cells.code(row["file"]),
            words.number(row["received"]),
            *(words.number(row[fate]) for fate in _FATES),
            words.number(row["warned"]),
            cells.code(row["sha256"][:12]),
        ]
        for row in files.head(MOST_FILES).iter_rows(named=True)
    ]
    titles = (
        "File",
        "Received",
        "Landed",
        "Duplicate",
        "Superseded",
        "Rejected",
        "A value dropped",
    )
    more = ""
    if files.height > MOST_FILES:
        more = f"The newest {MOST_FILES} of {words.number(files.height)}; the CSV file has all."
    table = Table(
        caption="Files that arrived, the newest first",
        columns=[
            *(Column(title=title, numeric=place > 0) for place, title in enumerate(titles)),
            Column(title="sha256"),
        ],
        rows=rows,
        csv=path,
        empty="No file has arrived yet.",
        more=more,
    )
    return Card(
        name="files",
        title="Files",
        how="The same bytes are landed once, however often they arrive.",
        folded=[(f"{words.some(files.height, 'file')}, the newest first", table)],
    )
