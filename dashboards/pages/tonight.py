"""Tonight: can I trust the numbers, and what changed?"""

from collections.abc import Mapping
from datetime import timedelta

import polars as pl
from markupsafe import Markup

from dashboards import words
from dashboards.pages import cells
from dashboards.pages.facts import Facts
from dashboards.pages.frame import Site
from dashboards.pages.said import first_things, unbroken
from dashboards.pages.views import Card, Column, Kpi, Page, Table, Tiles
from dashboards.pages.weeks import Weeks, rate_card
from tutor_reliability.intervals import wilson_interval

MOST_CHANGES = 50
_SOON_DAYS = 7
_GATE = {
    "green": "Tonight's numbers can be trusted: every check passed.",
    "amber": "Tonight's numbers can be trusted, with {warned} to know of.",
    "red": "Tonight's numbers cannot be trusted, so these are the last trusted ones.",
}


def page(facts: Facts, weeks: Weeks, site: Site) -> Page:
    """Make the page that a morning begins with."""
    totals = facts.run.ask("totals").row(0, named=True)
    return Page(
        path="index.html",
        nav="index",
        title="Tonight",
        finding=_finding(facts, totals),
        parts=[
            _tiles(facts, totals),
            _changes(facts, site),
            _ending(facts),
            rate_card(facts, weeks),
        ],
        actions=[("Open the queue", "queue.html", False), ("Run report", "run.html", False)],
    )


def _finding(facts: Facts, totals: dict[str, int]) -> str:
    stamp = facts.run.stamp
    warned = words.some(len(stamp.warned), "warning")
    said = _GATE.get(stamp.gate, "The state of the gate is unknown.").format(warned=warned)
    if not totals["exposure"]:
        return f"{said} No session of the last 30 days counts yet."
    late, sessions = totals["late"], totals["exposure"]
    return (
        f"{said} {words.percent(late / sessions)} of sessions in the last 30 days were lost late "
        f"({words.number(late)} of {words.number(sessions)}), {_against(totals)} and "
        f"{'above' if late > stamp.limit * sessions else 'within'} the limit of "
        f"{words.limit(stamp.limit)}."
    )


def _against(totals: dict[str, int]) -> str:
    late, sessions = totals["late_before"], totals["exposure_before"]
    if not sessions:
        return "with no earlier month to compare"
    before, now = late / sessions, totals["late"] / totals["exposure"]
    low, high = wilson_interval([totals["late"]], [totals["exposure"]])
    if float(low[0]) <= before <= float(high[0]):
        return f"about as in the 30 days before ({words.percent(before)})"
    direction = "more" if now > before else "less"
    return f"{direction} than in the 30 days before ({words.percent(before)})"


def _tiles(facts: Facts, totals: dict[str, int]) -> Tiles:
    late, sessions = totals["late"], totals["exposure"]
    low, high = wilson_interval([late], [sessions])
    return Tiles(
        tiles=[
            Kpi(
                label="Late rate, 30 days",
                value=words.percent(late / sessions) if sessions else "unknown",
                note=f"{words.number(late)} of {words.number(sessions)}, plausibly "
                f"{words.span(float(low[0]), float(high[0]))}",
                href="trends.html",
            ),
            Kpi(
                label="Booked, 30 days",
                value=words.number(totals["booked"]),
                note=_more_or_less(totals["booked"], totals["booked_before"]),
            ),
            Kpi(
                label="Students affected",
                value=words.number(totals["students"]),
                note=f"lost {words.some(late, 'session')} late in 30 days",
            ),
            _waiting(facts),
            _eligible(facts),
        ]
    )


def _more_or_less(now: int, before: int) -> str:
    if not before:
        return "no earlier month to compare"
    change = now / before - 1
    said = f"{change * 100:+.1f}{words.NARROW}%".replace("-", "\N{MINUS SIGN}")
    return f"{said} on the 30 days before"


def _waiting(facts: Facts) -> Kpi:
    accounts = facts.accounts
    held = facts.cases.filter(pl.col("state") == "held").height
    fresh = sum(one.is_new(facts.new_cases) for one in accounts)
    new = f"{words.number(fresh)} new" if facts.run.has_previous else "first run"
    overdue = sum(bool(one.due["overdue"]) for one in accounts)
    parts = [new, f"{words.number(held)} held back"] if held else [new]
    parts.append(f"{words.number(overdue)} overdue")
    return Kpi(
        label="Waiting for a person",
        value=words.number(len(accounts)),
        note=", ".join(parts),
        tone="bad" if accounts else "",
        href="queue.html",
    )


def _eligible(facts: Facts) -> Kpi:
    counts = dict(facts.tutors.group_by("new_students").len().iter_rows())
    parts = [
        said.format(words.number(counts[code]))
        for code, said in (
            ("only_if_all_others_full", "{} last in line"),
            ("hold_for_manager", "for {} a manager decides"),
            ("paused", "{} paused by a person"),
        )
        if counts.get(code)
    ]
    return Kpi(
        label="Open to new students",
        value=words.number(counts.get("eligible", 0)),
        note=f"of {words.some(facts.tutors.height, 'tutor')}"
        + ("; " + ", ".join(parts) if parts else ""),
        href="assign.html",
    )


def _changes(facts: Facts, site: Site) -> Card:
    how = "Against the run before. Nobody is paused here without a person who decided it."
    if not facts.run.has_previous:
        return Card(
            name="changes",
            title="What changed",
            how=how,
            span=8,
            text=[
                "This is the first run here, or the one before is gone: nothing to compare with."
            ],
        )
    rows = _changed_rows(facts)
    path = site.write_csv("csv/changes.csv", _CHANGE_HEADER, _changed_values(facts))
    more = ""
    if len(rows) > MOST_CHANGES:
        more = f"The first {MOST_CHANGES} of {words.number(len(rows))}; the CSV file has all."
    return Card(
        name="changes",
        title=f"What changed ({words.number(len(rows))})",
        how=how,
        span=8,
        method="flags",
        table=Table(
            caption="What changed since the run before",
            columns=[
                Column(title="Tutor"),
                Column(title="Change", narrow=True),
                Column(title="Because"),
            ],
            rows=rows[:MOST_CHANGES],
            csv=path,
            empty="Nothing changed since the run before.",
            more=more,
            stack=True,
        ),
    )


_CHANGE_HEADER = ("tutor_id", "display_name", "what", "was", "now", "because")


def _changed_rows(facts: Facts) -> list[list[Markup | str]]:
    rows: list[list[Markup | str]] = []
    for row in facts.changed.iter_rows(named=True):
        reasons = [words.without_code(one) for one in row["reasons"]]
        said = "; ".join(reasons) or "what held the tutor back has ended"
        rows.append(
            [
                _link(facts, row),
                Markup("{} → {}").format(cells.state(row["was"]), cells.state(row["became"])),
                said,
            ]
        )
    for row in facts.flags.iter_rows(named=True):
        new = bool(row["is_new"])
        rows.append(
            [
                _link(facts, row),
                cells.pill("New flag", "▲", "warn") if new else cells.pill("Flag ended", "✓", "ok"),
                _because(facts, row)
                or f"the rule {words.plain(row['rule']).lower()} no longer holds",
            ]
        )
    return rows


def _because(facts: Facts, flag: Mapping[str, object]) -> str:
    """Say why a flag is new, or that it is none any more; of evidence in short."""
    if not flag["sentence"]:
        return f"the rule {words.plain(str(flag['rule'])).lower()} no longer holds"
    sentence = str(flag["sentence"])
    return unbroken(first_things(sentence) if flag["rule"] in facts.weighed.rules else sentence)


def _changed_values(facts: Facts) -> list[list[object]]:
    changed = [
        [row["tutor_id"], row["display_name"], "new_students", row["was"], row["became"],
         row["reasons"]]
        for row in facts.changed.iter_rows(named=True)
    ]  # fmt: skip
    flagged = [
        [row["tutor_id"], row["display_name"], f"flag {row['rule']}",
         "" if row["is_new"] else "holds", "holds" if row["is_new"] else "", row["sentence"]]
        for row in facts.flags.iter_rows(named=True)
    ]  # fmt: skip
    return [*changed, *flagged]


def _link(facts: Facts, row: dict[str, object]) -> Markup:
    tutor_id = str(row["tutor_id"])
    name = str(row["display_name"]) if row["display_name"] else None
    return cells.tutor(name, tutor_id, facts.href(tutor_id))


def _ending(facts: Facts) -> Card:
    as_of = facts.run.stamp.day
    soon = facts.tutors.filter(
        pl.col("until").is_between(as_of, as_of + timedelta(days=_SOON_DAYS))
    ).sort("until", "tutor_id")
    rows = [
        [_link(facts, row), words.day(row["until"])]
        for row in soon.head(MOST_CHANGES).iter_rows(named=True)
    ]
    return Card(
        name="ending",
        title="Ending soon",
        how=f"Restrictions that end by themselves within {_SOON_DAYS} days.",
        span=4,
        table=Table(
            caption="Restrictions that end within a week",
            columns=[Column(title="Tutor"), Column(title="Ends on", numeric=True)],
            rows=rows,
            empty="None ends within a week.",
            more=f"{words.number(soon.height)} in all." if soon.height > len(rows) else "",
        ),
    )
