"""What became of every row that arrived: the sum by log, the nights, the reasons, the files."""

import polars as pl

from dashboards import figures, words
from dashboards.pages import cells
from dashboards.pages.facts import Facts
from dashboards.pages.frame import Site
from dashboards.pages.views import Card, Cell, Column, Figure, Table
from tutor_reliability.landing.reasons import REASONS

MOST_FILES = 30
FATES = ("landed", "duplicate", "superseded", "rejected", "elsewhere")
_TITLES = ("Landed", "Duplicate", "Superseded", "Set aside", "Other events")


def adds_up(accounts: pl.DataFrame) -> bool:
    """Tell whether each row that arrived became one thing."""
    return accounts.filter(pl.sum_horizontal(FATES) != pl.col("received")).is_empty()


def accounts_card(accounts: pl.DataFrame) -> Card:
    """Write the sum out, log by log, with its total."""
    several = accounts["source"].n_unique() > 1
    total = accounts.select(
        source=pl.lit(""), log=pl.lit("All together"), received=pl.col("received").sum(),
        **{fate: pl.col(fate).sum() for fate in FATES},
    )  # fmt: skip
    listed = pl.concat([accounts.select(total.columns), total]) if accounts.height > 1 else accounts
    rows: list[list[Cell]] = [
        [
            *([row["source"]] if several else []),
            row["log"],
            words.number(row["received"]),
            *(words.number(row[fate]) for fate in FATES),
            _sum(row),
        ]
        for row in listed.iter_rows(named=True)
    ]
    last = Table(
        caption="The last file of each log",
        columns=[Column(title="Log"), Column(title="Last file"), Column(title="Known from")],
        rows=[
            [row["log"], cells.code(row["last_file"]), row["last_known_from"] or "the first night"]
            for row in accounts.iter_rows(named=True)
        ],
        stack=True,
    )
    signs = ("= ", "+ ", "+ ", "+ ", "+ ")
    return Card(
        name="rows",
        title="Rows in and out",
        how="Received = landed + duplicate + superseded + set aside + other events, for each file "
        "ever delivered. Other events are records of a platform that tell of something else than "
        "our logs: no fault.",
        method="rows",
        table=Table(
            caption="Rows by log and what became of them",
            columns=[
                *([Column(title="Source")] if several else []),
                Column(title="Log"),
                Column(title="Received", numeric=True),
                *(
                    Column(title=sign + title, numeric=True)
                    for sign, title in zip(signs, _TITLES, strict=True)
                ),
                Column(title="Adds up", narrow=True),
            ],
            rows=rows if accounts.height else [],
            empty="No file has arrived yet.",
            stack=True,
        ),
        folded=[("The last file of each log", last)] if accounts.height else [],
    )


def _sum(row: dict[str, int]) -> Cell:
    missing = row["received"] - sum(row[fate] for fate in FATES)
    if not missing:
        return cells.pill("Yes", "✓", "ok")
    more = "lost" if missing > 0 else "too many"
    return cells.pill(f"{words.number(abs(missing))} {more}", "✕", "bad")


def arrivals_card(facts: Facts) -> list[Card]:
    """Draw what arrived night by night."""
    nights = facts.run.ask("arrivals")
    if nights.is_empty():
        return []
    rows = [
        [words.day(row["night"]), *(words.number(row[fate]) for fate in FATES)]
        for row in nights.reverse().iter_rows(named=True)
    ]
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
                        Column(title="Night"),
                        *(Column(title=title, numeric=True) for title in _TITLES),
                    ],
                    rows=rows,
                ),
            ),
        )
    ]


def rejected_card(facts: Facts, site: Site) -> Card:
    """List why rows were set aside, with what to do; what is no fault is folded away."""
    path = site.write_frame("csv/rejected_rows.csv", facts.run.ask("rejected_rows"))
    reasons = facts.run.ask("rejected")
    faults, others = reasons.filter(~pl.col("is_elsewhere")), reasons.filter("is_elsewhere")
    told = Table(
        caption="Records that tell of something else than our logs",
        columns=[
            Column(title="Log", narrow=True),
            Column(title="Records", numeric=True),
            Column(title="For example"),
            Column(title="First of them"),
        ],
        rows=[
            [
                row["log"],
                words.number(row["rejected"]),
                row["detail"],
                cells.code(row["first_row"]),
            ]
            for row in others.iter_rows(named=True)
        ],
        stack=True,
    )
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
                Column(title="What it means, and what to do"),
                Column(title="For example"),
            ],
            rows=[_reason(row) for row in faults.iter_rows(named=True)],
            csv=path,
            empty="No row was rejected.",
            stack=True,
        ),
        folded=[
            (
                f"{words.some(int(others['rejected'].sum()), 'record')} of other events, no fault",
                told,
            )
        ]
        if others.height
        else [],
    )


def _reason(row: dict[str, object]) -> list[Cell]:
    said = REASONS.get(str(row["reason"]), "unknown")
    return [
        str(row["log"]),
        words.plain(str(row["reason"])),
        words.number(int(str(row["rejected"]))),
        f"{words.capital(said)}.",
        cells.lines([str(row["detail"]), str(row["first_row"])]),
    ]


def files_card(facts: Facts, site: Site) -> Card:
    """List the newest files; the CSV file has all."""
    files = facts.run.ask("deliveries")
    path = site.write_frame("csv/deliveries.csv", files)
    fates = FATES[:-1]
    rows: list[list[Cell]] = [
        [
            cells.code(row["file"]),
            row["log"],
            words.number(row["received"]),
            *(words.number(row[fate]) for fate in fates),
            words.number(row["warned"]),
            cells.code(row["sha256"][:12]),
        ]
        for row in files.head(MOST_FILES).iter_rows(named=True)
    ]
    titles = ("Received", "Landed", "Duplicate", "Superseded", "Rejected", "A value dropped")
    more = ""
    if files.height > MOST_FILES:
        more = f"The newest {MOST_FILES} of {words.number(files.height)}; the CSV file has all."
    table = Table(
        caption="Files that arrived, the newest first",
        columns=[
            Column(title="File"),
            Column(title="Log"),
            *(Column(title=title, numeric=True) for title in titles),
            Column(title="sha256"),
        ],
        rows=rows,
        csv=path,
        empty="No file has arrived yet.",
        more=more,
        stack=True,
    )
    return Card(
        name="files",
        title="Files",
        how="The same bytes are landed once, however often they arrive.",
        folded=[(f"{words.some(files.height, 'file')}, the newest first", table)],
    )
