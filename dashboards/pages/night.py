"""The night itself, for the run page: what its checks found, and how long its stages took."""

import json
from collections.abc import Sequence

import polars as pl

from dashboards import figures, words
from dashboards.pages import cells
from dashboards.pages.frame import Site
from dashboards.pages.views import Card, Cell, Column, Figure, Table
from dashboards.read import Stage, Stamp
from dashboards.values import Row

MOST_STAGES = 14


def check_card(checks: pl.DataFrame, site: Site) -> Card:
    """List the checks that need somebody, with rows that break them; the rest folded."""
    path = site.write_frame("csv/checks.csv", checks)
    broken = checks.filter(~pl.col("passed"))
    columns = [
        Column(title="Promise"),
        Column(title="Result", narrow=True),
        Column(title="Rows that break it", numeric=True),
        Column(title="Why it matters"),
        Column(title="What to do"),
    ]
    folded = [
        (f"Rows that break “{words.plain(row['check_name'])}”", _samples(row))
        for row in broken.iter_rows(named=True)
        if row["samples"] not in ("", "[]")
    ]
    passed = checks.filter("passed")
    folded.append(
        (
            f"{words.some(passed.height, 'check')} that passed",
            Table(
                caption="Checks that passed",
                columns=columns,
                rows=[_check(row) for row in passed.iter_rows(named=True)],
                csv=path,
                stack=True,
            ),
        )
    )
    return Card(
        name="checks",
        title=f"Checks that need somebody ({words.number(broken.height)})",
        how="A blocking check that fails closes the gate: nobody is flagged anew, nobody's "
        "eligibility gets worse. A warning is published with the numbers.",
        method="gate",
        table=Table(
            caption="Checks that failed or warn, the gravest first",
            columns=columns,
            rows=[_check(row) for row in broken.iter_rows(named=True)],
            csv=path,
            empty="Every check passed.",
            stack=True,
        ),
        folded=folded,
    )


def tables_card(checks: pl.DataFrame) -> Card:
    """Count the checks table by table: what stands between the logs and the flags."""
    broken = ~pl.col("passed")
    counted = checks.group_by("table_name").agg(
        checks=pl.len(),
        passed=pl.col("passed").sum(),
        failed=(broken & pl.col("blocking")).sum(),
        warned=(broken & ~pl.col("blocking")).sum(),
    )
    rows: list[list[Cell]] = [
        [
            cells.code(row["table_name"]),
            f"{row['passed']} of {row['checks']}",
            _standing(row),
        ]
        for row in counted.sort("table_name").iter_rows(named=True)
    ]
    return Card(
        name="tables",
        title="Checks by table",
        how="Each table keeps its contract (columns, values, keys) and its promises.",
        span=7,
        method="gate",
        table=Table(
            caption="Tables, and how many of their checks passed",
            columns=[
                Column(title="Table"),
                Column(title="Passed", numeric=True),
                Column(title="Result", narrow=True),
            ],
            rows=rows,
            empty="No check has left a result.",
        ),
    )


def _standing(row: Row) -> Cell:
    if row["failed"]:
        return cells.pill(f"{row['failed']} failed", "✕", "bad")
    if row["warned"]:
        return cells.pill(words.some(int(str(row["warned"])), "warning"), "▲", "warn")
    return cells.pill("All passed", "✓", "ok")


def _check(row: Row) -> Sequence[Cell]:
    return [
        cells.lines([words.plain(str(row["check_name"])), str(row["table_name"])]),
        cells.yes_no(passed=bool(row["passed"]), blocking=bool(row["blocking"])),
        words.number(int(str(row["unexpected"]))),
        str(row["why"]),
        words.capital(str(row["remedy"] or "")),
    ]


def _samples(row: Row) -> Table:
    """Lay out the sample rows; what is no list of objects is shown as it is."""
    caption = f"Up to five rows that break {row['check_name']}"
    try:
        found = json.loads(str(row["samples"]))
        titles = list(dict.fromkeys(key for one in found for key in one))
        listed: list[list[Cell]] = [[str(one.get(key, "")) for key in titles] for one in found]
    except (ValueError, TypeError, AttributeError):
        titles, listed = ["Rows"], [[str(row["samples"])]]
    return Table(caption=caption, columns=[Column(title=title) for title in titles], rows=listed)


def stages_card(stages: Sequence[Stage]) -> list[Card]:
    """Show how long each stage took; nothing where nobody measured."""
    if not stages:
        return []
    total = sum(one.seconds for one in stages)
    rows: list[list[Cell]] = [
        [
            _stage_words(one.name),
            f"{one.seconds:.2f}",
            words.number(one.rows) if one.rows is not None else "",
            cells.yes_no(passed=one.status == "success"),
        ]
        for one in stages
    ]
    shown = sorted(stages, key=lambda one: -one.seconds)[:MOST_STAGES]
    drawn = [(_stage_words(one.name), one.seconds) for one in stages if one in shown]
    return [
        Card(
            name="stages",
            title="How long the night took",
            how=f"{total:.1f} seconds of work in {words.some(len(stages), 'stage')}, in order. "
            f"{_drawn_words(len(drawn), len(stages))}",
            figure=Figure(
                name="stages",
                label="Stages of the night, end to end",
                height="l",
                spec=figures.seconds_by_stage(drawn),
                numbers=Table(
                    caption="Seconds by stage",
                    columns=[
                        Column(title="Stage"),
                        Column(title="Seconds", numeric=True),
                        Column(title="Rows", numeric=True),
                        Column(title="Ended"),
                    ],
                    rows=rows,
                ),
            ),
        )
    ]


def _stage_words(name: str) -> str:
    """Say a step as its table: Dagster joins schema and name by two underscores."""
    return name.replace("__", ".")


def _drawn_words(drawn: int, total: int) -> str:
    return f"The {drawn} longest are drawn." if drawn < total else "All are drawn."


def inputs_card(stamp: Stamp) -> Card:
    """Say what went into the run."""
    return Card(
        name="inputs",
        title="What this run is",
        how="The same inputs give the same tables, byte for byte where the format allows.",
        terms=[
            ("Run", cells.code(stamp.run_id)),
            ("Night", words.day(stamp.as_of)),
            ("State shown", words.day(stamp.trusted_as_of)),
            ("Policy", f"{stamp.policy_id}, version {stamp.policy_version}"),
            ("Fingerprint of the policy", cells.code(stamp.fingerprint)),
            ("Zone of days", stamp.timezone),
            ("Run before", cells.code(stamp.previous_run_id) if stamp.previous_run_id else "none"),
        ],
    )
