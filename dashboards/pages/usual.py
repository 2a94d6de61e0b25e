"""Is it all there? How far each log reaches, and whether the days hold what is usual of them."""

import polars as pl

from dashboards import figures, words
from dashboards.figures.usual import usual_words
from dashboards.pages import cells
from dashboards.pages.facts import Facts
from dashboards.pages.views import Card, Cell, Column, Figure, Table
from dashboards.values import Row

_VERDICTS = {
    "usual": ("As usual", "✓", "ok"),
    "unusual": ("Unusual", "▲", "warn"),
    "implausible": ("Implausible", "✕", "bad"),
    "unknown": ("Too little to tell", "?", "none"),
}


def freshness(facts: Facts) -> pl.DataFrame:
    """Read how far each log reaches, named as pages name it."""
    logs = facts.run.ask("freshness")
    several = logs["source"].n_unique() > 1
    return logs.with_columns(
        name=pl.format("{} of {}", "log", "source") if several else pl.col("log")
    )


def fresh_card(logs: pl.DataFrame) -> Card:
    """Hold the newest event of each log against its usual hour."""
    rows: list[list[Cell]] = [
        [
            row["name"],
            _reach(row),
            row["newest_event"],
            row["usual_newest"] or "not known yet",
            _due(row),
        ]
        for row in logs.iter_rows(named=True)
    ]
    table = Table(
        caption="How far each log reaches tonight, those that stop short first",
        columns=[
            Column(title="Log"),
            Column(title="Export", narrow=True),
            Column(title="Newest event", narrow=True),
            Column(title="Usual for the weekday", narrow=True),
            Column(title="Usually still to come", numeric=True),
        ],
        rows=rows,
        empty="No log tells when anything happened lately.",
        stack=True,
    )
    return Card(
        name="fresh",
        title="How fresh is each log",
        how="An export that ends where the same weekdays go on was cut off. What is usually still "
        "to come is the median of the weeks before, between tonight's newest event and the hour "
        "that the nights before reached.",
        method="freshness",
        table=table,
        figure=Figure(
            name="reach",
            label="Newest event of each log beside its usual hour; the table above has the numbers",
            height="s",
            spec=figures.reach_by_log(logs),
        )
        if rows
        else None,
    )


def _reach(row: Row) -> Cell:
    if row["stops_short"] and row["nights"]:
        return cells.pill("Stops short", "✕", "bad")
    if row["stops_short"]:
        return cells.pill("Looks cut off", "▲", "warn")
    return cells.pill("Whole", "✓", "ok") if row["weeks"] else cells.pill("First days", "?", "none")


def _due(row: Row) -> str:
    due = row["due_events"]
    return "not known yet" if due is None else words.some(round(float(str(due))), "row")


def volume_card(facts: Facts) -> list[Card]:
    """Hold the sessions of each day against what its weekday usually has."""
    volume = facts.run.ask("volume")
    if volume.is_empty():
        return []
    rows: list[list[Cell]] = [
        [
            f"{row['day']:%a} {words.day(row['day'])}",
            words.number(row["counted"]),
            usual_words(row).capitalize(),
            cells.pill(*_VERDICTS[row["verdict"]]),
        ]
        for row in volume.reverse().iter_rows(named=True)
    ]
    return [
        Card(
            name="volume",
            title="Sessions a day",
            how=_volume_words(volume),
            method="volume",
            figure=Figure(
                name="volume",
                label="Sessions of each day against the usual range of its weekday",
                spec=figures.sessions_by_day(volume),
                numbers=Table(
                    caption="Sessions by day, the newest first",
                    columns=[
                        Column(title="Day", narrow=True),
                        Column(title="Sessions", numeric=True),
                        Column(title="What is usual"),
                        Column(title="Verdict", narrow=True),
                    ],
                    rows=rows,
                ),
            ),
        )
    ]


def _volume_words(volume: pl.DataFrame) -> str:
    last = volume.row(-1, named=True)
    said = (
        f"{words.day(last['day'])}: {words.some(last['counted'], 'session')}, {usual_words(last)}."
    )
    odd = volume.filter(pl.col("verdict").is_in(["unusual", "implausible"])).height
    days = f"{words.number(odd)} of the last {words.some(volume.height, 'day')}"
    return f"{said} {days} lay outside the range that was usual then."


def complete_card(row: Row) -> Card:
    """Say how much of what is there counts for nobody yet."""
    terms: list[tuple[str, Cell]] = [
        ("Newest session", str(row["newest_session"] or "unknown")),
        ("Newest cancellation", str(row["newest_cancellation"] or "unknown")),
        ("Sessions without a tutor", _of(row, "unassigned")),
        ("Sessions nobody reported", _of(row, "unreported")),
        ("A person must say whose doing", _of(row, "needs_review")),
        ("Notice not known well enough", _of(row, "notice_unknown")),
        ("Not settled yet", _of(row, "provisional")),
    ]
    return Card(
        name="complete",
        title="What is not known",
        how="What is unknown stays unknown, and counts against nobody.",
        span=5,
        terms=terms,
    )


def _of(row: Row, key: str) -> str:
    counted, total = int(str(row[key])), int(str(row["sessions"]))
    return f"{words.number(counted)} of {words.number(total)}"
