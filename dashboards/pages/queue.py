"""Review queue: whom next, and why?"""

from collections.abc import Sequence

import polars as pl
from markupsafe import Markup

from dashboards import figures, words
from dashboards.pages import cells, doubt, grid
from dashboards.pages.facts import Facts
from dashboards.pages.frame import Site
from dashboards.pages.said import unbroken, what_happened
from dashboards.pages.views import Card, Choice, Column, Figure, GridColumn, Page, Table
from dashboards.pages.waiting import Account, Row
from dashboards.weighed import Weighed

MOST_DECIDED = 50
_ORDER = (
    "A tutor stands here once, with every reason; the CSV file has one row a case. "
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
        *_intervals(facts),
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
    accounts = facts.accounts
    count, cases = len(accounts), facts.queue.height
    held = facts.cases.filter(pl.col("state") == "held").height
    if not count:
        said = "Nobody waits for a person's look tonight."
    else:
        asks = "account asks" if count == 1 else "accounts ask"
        said = f"{words.number(count)} {asks} for a person's look"
        if cases > count:
            said += f" for {words.number(cases)} reasons"
        if facts.run.has_previous:
            new = sum(one.is_new(facts.new_cases) for one in accounts)
            said += f", {words.number(new)} of them with a reason that the run before did not have"
        said += "."
    if held:
        said += f" {words.some(held, 'more is', 'more are')} held back until an excuse is decided."
    false = doubt.sentence([one.chance for one in accounts if one.chance is not None])
    if false:
        said += f" {false}"
    return (
        f"{said} A flag is a reason to look, not a verdict: read the evidence and hear the tutor "
        "before you decide. Only a named person pauses anyone."
    )


def _queue(facts: Facts, path: str) -> Card:
    accounts = facts.accounts
    first = [one.next_case for one in accounts]
    texts = grid.Texts()
    rates = [grid.Rate.of(row) for row in first]
    asked = sorted({one.rules for one in accounts})
    rules = sorted({rule for one in asked for rule in one})
    ids = [str(row["tutor_id"]) for row in first]
    data: dict[str, Sequence[object]] = {
        "id": ids,
        "name": [row["display_name"] or "" for row in first],
        "page": [facts.slugs.get(one, "") if one in facts.drawn else "" for one in ids],
        "place": [one.place for one in accounts],
        "why": [texts.number(_why(facts.weighed, one)) for one in accounts],
        "chance": ["" if one.chance is None else words.chance(one.chance) for one in accounts],
        "asked": [one.chance or 0.0 for one in accounts],
        "excess": [f"{max(one.most('excess_late'), 0.0):.1f}" for one in accounts],
        "students": [round(one.most("students_affected")) for one in accounts],
        "due": [texts.number(_due(one.due)) for one in accounts],
        "due_on": [str(one.due["due_on"]) for one in accounts],
        "rule": [asked.index(one.rules) for one in accounts],
        "new": [int(one.is_new(facts.new_cases)) for one in accounts],
        **columns_of(rates),
    }
    return Card(
        name="cases",
        title=f"Accounts to look at ({words.number(len(accounts))})",
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
                    sets={"rule": [list(one) for one in asked], "new": [[], ["new"]]},
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


def _why(weighed: Weighed, account: Account) -> list[str]:
    """Say why, case by case, in short: the tutor's page has all of it."""
    said: list[str] = []
    for case in account.cases:
        sentence = str(case["sentence"])
        if str(case["rule"]) in weighed.rules:
            sentence = what_happened(sentence)
        apart = [""] if said else []
        said += [*apart, unbroken(sentence), *_chance(weighed, case), f"case {case['case_id']}"]
    return said


def _chance(weighed: Weighed, case: Row) -> list[str]:
    """Say the chance, as it was a week ago, and why a case stands whose chance is of no note."""
    asked, chance = weighed.rules.get(str(case["rule"])), weighed.chance_of(case)
    if asked is None or chance is None:
        return []
    before = words.week_ago(weighed.chance_before(case))
    said = [f"Chance {words.chance(chance)}{f', {before}' if before else ''}"]
    if chance < asked.below:
        ends = f"once that has lasted {asked.lasts}" if asked.lasts else "with the next night"
        said.append(f"Below {words.limit(asked.below)}: the case ends by itself {ends}.")
    return said


def _due(row: Row) -> list[str]:
    said = "Overdue" if row["overdue"] else words.day(row["due_on"])
    return [said, f"waits {words.some(int(str(row['waiting'])), 'day')}"]


def _intervals(facts: Facts) -> list[Card]:
    once = facts.queue.unique("tutor_id", keep="first", maintain_order=True)
    ranked = once.with_row_index("place", offset=1)
    frame = (
        ranked.filter(pl.col("sessions") > 0)
        .head(figures.MOST_ROWS)
        .select(
            "place",
            pl.coalesce("display_name", "tutor_id").alias("name"),
            "late",
            "sessions",
            pl.col("late_rate").alias("rate"),
            pl.col("rate_low").alias("low"),
            pl.col("rate_high").alias("high"),
        )
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
        return []
    return [
        Card(
            name="intervals",
            title=f"How sure are we? The next {frame.height}",
            how="Diamond: late share of the last 90 days. Line: where the true rate plausibly "
            "lies. Where the line crosses the limit, the rate alone proves nothing.",
            method="interval",
            figure=Figure(
                name="intervals",
                label="Late rates of the next accounts in the queue, with their ranges",
                height="rows-s" if frame.height <= 8 else "xl",  # noqa: PLR2004 -- of lines
                spec=figures.queue_intervals(frame, limit=facts.run.stamp.limit),
                numbers=numbers,
            ),
        ),
    ]


def _held(facts: Facts) -> Card:
    held = facts.cases.filter(pl.col("state") == "held")
    rows = [
        [_link(facts, row), unbroken(str(row["sentence"])), words.day(row["opened_on"])]
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
