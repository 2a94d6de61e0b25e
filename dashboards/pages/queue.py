"""Review queue: whom next, and why?"""

import re

import polars as pl
from markupsafe import Markup

from dashboards import figures, words
from dashboards.pages import cells, doubt, grid
from dashboards.pages.facts import Facts
from dashboards.pages.frame import Site
from dashboards.pages.views import Card, Choice, Column, Figure, GridColumn, Page, Table
from dashboards.weighed import Weighed, case_chances

MOST_DECIDED = 50
_SENTENCES = re.compile(r"(?<=\.) (?=[A-Z])")
_ORDER = (
    "What is due soonest comes first; what is overdue is due tonight, however old. Then the "
    "accounts with the most late sessions above what the limit allows (sessions, not the rate, so "
    "that few sessions cannot push anyone up), then those with more students affected. There is no "
    "hidden score."
)
_COLUMNS = (
    GridColumn(key="place", title="#", kind="text", sort="place", numeric=True),
    GridColumn(key="tutor", title="Tutor", kind="tutor", sort="name"),
    GridColumn(key="why", title="Why", kind="words"),
    GridColumn(key="rate", title="Late of sessions, 90 days", kind="rate", sort="low"),
    GridColumn(key="chance", title="Chance", kind="text", sort="asked", numeric=True),
    GridColumn(key="excess", title="Above limit", kind="text", sort="excess", numeric=True),
    GridColumn(key="students", title="Students", kind="text", sort="students", numeric=True),
    GridColumn(key="due", title="Due", kind="brief", sort="due_on"),
)


def page(facts: Facts, site: Site) -> Page:
    """Make the reviewers' page."""
    path = site.write_frame(
        "csv/queue.csv", facts.cases.drop("enough").sort("state", "queue_position", "case_id")
    )
    parts = [
        _queue(facts, path),
        *doubt.cards(facts),
        _intervals(facts),
        _held(facts),
        _decided(facts),
    ]
    return Page(
        path="queue.html",
        nav="queue",
        title="Review queue",
        finding=_finding(facts),
        parts=parts,
        actions=[("Download CSV", path, True), ("Print", "#print", False)],
    )


def _finding(facts: Facts) -> str:
    count = facts.queue.height
    held = facts.cases.filter(pl.col("state") == "held").height
    if not count:
        said = "Nobody waits for a person's look tonight."
    else:
        asks = "account asks" if count == 1 else "accounts ask"
        said = f"{words.number(count)} {asks} for a person's look"
        if facts.run.has_previous:
            said += f", {words.number(len(facts.new_cases))} of them new since the run before"
        said += "."
    if held:
        said += f" {words.some(held, 'more is', 'more are')} held back until an excuse is decided."
    false = doubt.sentence(case_chances(facts.weighed, facts.queue))
    if false:
        said += f" {false}"
    return (
        f"{said} A flag is a reason to look, not a verdict: read the evidence and hear the tutor "
        "before you decide. Only a named person pauses anyone."
    )


def _queue(facts: Facts, path: str) -> Card:
    queue = facts.queue
    texts = grid.Texts()
    rates = [grid.Rate.of(row) for row in queue.iter_rows(named=True)]
    rules = sorted(set(queue["rule"]))
    chances = [facts.weighed.chance_of(row) for row in queue.iter_rows(named=True)]
    data = {
        "id": queue["tutor_id"].to_list(),
        "name": [name or "" for name in queue["display_name"]],
        "page": [
            facts.slugs.get(one, "") if one in facts.drawn else "" for one in queue["tutor_id"]
        ],
        "place": queue["queue_position"].to_list(),
        "why": [texts.number(_why(facts.weighed, row)) for row in queue.iter_rows(named=True)],
        "chance": ["" if one is None else words.chance(one) for one in chances],
        "asked": [one or 0.0 for one in chances],
        "excess": [f"{max(value or 0.0, 0.0):.1f}" for value in queue["excess_late"]],
        "students": queue["students_affected"].to_list(),
        "due": [texts.number(_due(row)) for row in queue.iter_rows(named=True)],
        "due_on": [str(one) for one in queue["due_on"]],
        "rule": [rules.index(one) for one in queue["rule"]],
        "new": [int(one in facts.new_cases) for one in queue["case_id"]],
        **columns_of(rates),
    }
    return Card(
        name="cases",
        title=f"Accounts to look at ({words.number(queue.height)})",
        how=_ORDER,
        method="queue",
        grid=grid.build(
            grid.Plan(
                name="queue",
                noun="accounts",
                caption="Accounts to look at, the next one first",
                columns=_COLUMNS,
                choices=[
                    Choice(
                        key="rule",
                        label="Asked by",
                        options=[("", "Any rule"), *((one, words.plain(one)) for one in rules)],
                    ),
                    Choice(
                        key="new",
                        label="Since",
                        options=[("", "Any night"), ("new", "New since the run before")],
                    ),
                ],
                contents=grid.Contents(
                    data=data,
                    texts=texts,
                    sets={"rule": [[one] for one in rules], "new": [[], ["new"]]},
                    limit=facts.run.stamp.limit,
                ),
                csv=path,
                drawn=25,
                order="Queue",
            )
        ),
    )


def columns_of(rates: list[grid.Rate]) -> dict[str, list[object]]:
    """Turn rates into the columns that a grid's rate cells read."""
    return {
        "late": [one.late for one in rates],
        "sessions": [one.sessions for one in rates],
        "rate": [one.rate for one in rates],
        "low": [one.low for one in rates],
        "high": [one.high for one in rates],
        "enough": [int(one.enough) for one in rates],
    }


def _why(weighed: Weighed, row: dict[str, object]) -> list[str]:
    case = f"{words.plain(str(row['rule']))} · case {row['case_id']}"
    sentence = str(row["sentence"])
    if str(row["rule"]) not in weighed.rules:
        return [sentence, case]
    return [*_first_things(sentence), case]


def _first_things(sentence: str) -> list[str]:
    """Break a sentence of evidence after the chance: what follows it is for the second look."""
    parts = _SENTENCES.split(sentence)
    at = next((place for place, one in enumerate(parts) if one.startswith("Chance that")), 0)
    lines = [" ".join(parts[: at + 1]), " ".join(parts[at + 1 :])]
    return [one for one in lines if one]


def _due(row: dict[str, object]) -> list[str]:
    said = "Overdue" if row["overdue"] else words.day(row["due_on"])
    return [said, f"waits {words.some(int(str(row['waiting'])), 'day')}"]


def _intervals(facts: Facts) -> Card:
    shown = facts.queue.filter(pl.col("sessions") > 0).head(figures.MOST_ROWS)
    frame = shown.select(
        pl.col("queue_position").alias("place"),
        pl.coalesce("display_name", "tutor_id").alias("name"),
        "late",
        "sessions",
        pl.col("late_rate").alias("rate"),
        pl.col("rate_low").alias("low"),
        pl.col("rate_high").alias("high"),
    )
    rows = [
        [
            str(row["place"]),
            row["name"],
            words.number(row["late"]),
            words.number(row["sessions"]),
            words.percent(row["rate"]),
            words.span(row["low"], row["high"]),
        ]
        for row in frame.iter_rows(named=True)
    ]
    numbers = Table(
        caption="Late rates of the next accounts",
        columns=[
            Column(title="#", numeric=True),
            Column(title="Tutor"),
            Column(title="Late", numeric=True),
            Column(title="Of sessions", numeric=True),
            Column(title="Rate", numeric=True),
            Column(title="95 % range", numeric=True),
        ],
        rows=rows,
        csv="csv/queue.csv",
    )
    if frame.is_empty():
        return Card(name="intervals", title="How sure are we?", text=["Nobody is in the queue."])
    return Card(
        name="intervals",
        title=f"How sure are we? The next {frame.height}",
        how="Diamond: late share of the last 90 days. Line: where the true rate plausibly lies. "
        "Where the line crosses the limit, the rate alone proves nothing.",
        method="interval",
        figure=Figure(
            name="intervals",
            label="Late rates of the next accounts in the queue, with their ranges",
            height="rows-s" if frame.height <= 8 else "xl",  # noqa: PLR2004 -- of lines
            spec=figures.queue_intervals(frame, limit=facts.run.stamp.limit),
            numbers=numbers,
        ),
    )


def _held(facts: Facts) -> Card:
    held = facts.cases.filter(pl.col("state") == "held")
    rows = [
        [_link(facts, row), row["sentence"], words.day(row["opened_on"])]
        for row in held.iter_rows(named=True)
    ]
    return Card(
        name="held",
        title=f"Held back ({words.number(held.height)})",
        how="These rest on an excuse that nobody has decided yet. Until then nothing follows from "
        "them, and they wait in no queue.",
        method="excuses",
        table=Table(
            caption="Cases held back until an excuse is decided",
            columns=[
                Column(title="Tutor"),
                Column(title="Why, once decided"),
                Column(title="Since", narrow=True),
            ],
            rows=rows,
            csv="csv/queue.csv",
            empty="No case is held back.",
            stack=True,
        ),
    )


def _decided(facts: Facts) -> Card:
    decided = facts.cases.filter(pl.col("state") == "decided").sort(
        "decided_on", "case_id", descending=[True, False], nulls_last=True
    )
    rows = [
        [
            _link(facts, row),
            words.plain(row["decision"]),
            row["decided_by"] or "unknown",
            words.day(row["decided_on"]),
            row["reason"] or "",
        ]
        for row in decided.head(MOST_DECIDED).iter_rows(named=True)
    ]
    more = ""
    if decided.height > MOST_DECIDED:
        more = f"The last {MOST_DECIDED} of {words.number(decided.height)}; the CSV file has all."
    return Card(
        name="decided",
        title=f"Decided ({words.number(decided.height)})",
        how="What a named person decided, in that person's words.",
        table=Table(
            caption="Decided cases, the newest first",
            columns=[
                Column(title="Tutor"),
                Column(title="Decision", narrow=True),
                Column(title="By", narrow=True),
                Column(title="From", narrow=True),
                Column(title="In their words"),
            ],
            rows=rows,
            csv="csv/queue.csv",
            empty="Nothing is decided yet.",
            more=more,
            stack=True,
        ),
    )


def _link(facts: Facts, row: dict[str, object]) -> Markup:
    tutor_id = str(row["tutor_id"])
    name = str(row["display_name"]) if row["display_name"] else None
    return cells.tutor(name, tutor_id, facts.href(tutor_id))
