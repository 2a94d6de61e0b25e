"""Fairness: is any group of tutors flagged more often than its sessions alone would make it?"""

from collections.abc import Sequence

import polars as pl

from dashboards import figures, words
from dashboards.fairness import DIMENSIONS, FEWEST, compare, grouped, hidden
from dashboards.pages.facts import Facts
from dashboards.pages.frame import Site
from dashboards.pages.views import Card, Cell, Column, Figure, Page, Table

_FLAGS = (
    ("by_evidence", "evidence", "Asked about on evidence"),
    ("by_any_rule", "rules", "Asked about by any rule"),
)
_CAN = (
    (
        "It can say that a group is flagged more or less often than tutors of all groups with "
        "about as many sessions, and how sure that is. It cannot say why: a group may cancel more, "
        "be given harder hours, or be excused less often."
    ),
    (
        "Of about twenty groups one range in twenty misses 1 by chance alone. A single group just "
        "outside is a reason to look, not a finding."
    ),
    (
        "It cannot see what no log holds: illness, disability, care for others. Who is absent for "
        "such a reason has a way that does not depend on being flagged first: support or a "
        "reviewer excuses the session or the whole spell, which takes out the event with what it "
        "was among; the sentence on a tutor says what that would do. Look whether those who excuse "
        "do so alike for all."
    ),
    (
        "Flags lead to fewer sessions, and fewer sessions to slower recovery: a group that is held "
        "often stays held longer. Compare groups over months, not over one night."
    ),
)


def page(facts: Facts, site: Site) -> Page:
    """Make the panel for those who answer for the policy."""
    rules = [one.rule for one in facts.weighed.rules.values() if one.asks_person]
    tutors = grouped(facts.run.ask("groups", days=facts.weighed.days, rules=rules))
    flags = _shown(tutors, weighs=bool(rules))
    compared = {
        (flag, dimension): compare(tutors, dimension, flag)
        for flag, _, _ in flags
        for dimension in DIMENSIONS
    }
    path = site.write_frame("csv/fairness.csv", _csv(compared))
    return Page(
        path="fairness.html",
        nav="fairness",
        title="Fairness",
        finding=_finding(tutors, compared, flags[0][0]),
        parts=[
            *(_figure_card(compared, *one, span=12 // len(flags)) for one in flags),
            *(
                _table_card(tutors, compared, dimension, [flag for flag, _, _ in flags], path)
                for dimension in DIMENSIONS
            ),
            Card(name="reading", title="What this can and cannot say", text=_CAN),
        ],
        actions=[("All groups CSV", path, True), ("Print", "#print", False)],
    )


def _shown(tutors: pl.DataFrame, *, weighs: bool) -> Sequence[tuple[str, str, str]]:
    """Show flags on evidence and by any rule apart, where they are not the same."""
    if not weighs:
        return _FLAGS[1:]
    same = tutors["by_any_rule"].equals(tutors["by_evidence"])
    return _FLAGS[:1] if same else _FLAGS


def _finding(tutors: pl.DataFrame, compared: dict[tuple[str, str], pl.DataFrame], flag: str) -> str:
    flagged = int(tutors[flag].sum()) if tutors.height else 0
    said = f"{words.number(flagged)} of {words.some(tutors.height, 'tutor')} with sessions"
    said += " is" if flagged == 1 else " are"
    said += " asked about on evidence." if flag == "by_evidence" else " asked about."
    rated = [
        row
        for (which, dimension), frame in compared.items()
        if which == flag
        for row in frame.filter(pl.col("ratio").is_not_null())
        .with_columns(group=pl.format("{}: {}", pl.lit(_SHORT[dimension]), "group"))
        .iter_rows(named=True)
    ]
    apart = [one for one in rated if one["ratio_low"] > 1 or (one["ratio_high"] or 2) < 1]
    if not rated:
        return f"{said} Too few tutors or flags to compare groups."
    if not apart:
        return (
            f"{said} None of {words.some(len(rated), 'group')} is flagged more or less often than "
            "its sessions would give, as far as so few flags can tell."
        )
    names = words.listed(f"{one['group']} ({one['ratio']:.1f} times)" for one in apart[:3])
    lie = "1 lies" if len(apart) == 1 else f"{len(apart)} lie"
    return (
        f"{said} Of {words.some(len(rated), 'group')} {lie} apart from what the sessions would "
        f"give: {names}. Of twenty, one does by chance alone."
    )


def _figure_card(
    compared: dict[tuple[str, str], pl.DataFrame], flag: str, name: str, title: str, *, span: int
) -> Card:
    rows = pl.concat(
        [
            frame.select(
                pl.format("{}: {}", pl.lit(_SHORT[dimension]), "group").alias("group"),
                "ratio",
                low="ratio_low",
                high="ratio_high",
                observed="observed",
                expected="expected",
            )
            for (which, dimension), frame in compared.items()
            if which == flag
        ]
    ).filter(pl.col("ratio").is_not_null())
    how = (
        "Diamond: flagged, times what tutors with about as many sessions would give; open: nobody. "
        f"Line: its exact 95 % range. Groups under {FEWEST} tutors are not shown."
    )
    if rows.is_empty():
        return Card(
            name=name, title=title, how=how, span=span, method="ratio",
            text=["No group has flags to compare tonight."],
        )  # fmt: skip
    return Card(
        name=name,
        title=title,
        how=how,
        span=span,
        method="ratio",
        figure=Figure(
            name=name,
            label=f"{title}: each group against its exposure; the tables below have the numbers",
            height="xl",
            spec=figures.group_ratios(rows),
        ),
    )


_SHORT = {
    "tenure": "Tenure",
    "zone": "Region",
    "subject": "Subject",
    "volume": "Sessions",
    "hours": "Evenings, nights",
}


def _table_card(
    tutors: pl.DataFrame,
    compared: dict[tuple[str, str], pl.DataFrame],
    dimension: str,
    flags: Sequence[str],
    path: str,
) -> Card:
    many, inside = hidden(tutors, dimension)
    more = (
        f"{words.some(many, 'group')} with {words.some(inside, 'tutor')} "
        f"{'is' if many == 1 else 'are'} hidden: fewer than {FEWEST} tutors each, or beyond the "
        "twelve largest."
        if many
        else ""
    )
    rows = [
        _group(row, flag, several=len(flags) > 1)
        for flag in flags
        for row in compared[flag, dimension].iter_rows(named=True)
    ]
    how = "Groups of sessions are what the others are held against, so they have no ratio."
    columns = [
        *([Column(title="Flag", narrow=True)] if len(flags) > 1 else []),
        Column(title="Group"),
        Column(title="Flagged of tutors", numeric=True),
        Column(title="Rate", numeric=True),
        Column(title="Exact 95 % range", numeric=True),
        Column(title="Sessions, median", numeric=True),
        Column(title="Expected", numeric=True),
        Column(title="Ratio", numeric=True),
        Column(title="Its range", numeric=True),
    ]
    return Card(
        name=f"by-{dimension}",
        title=DIMENSIONS[dimension],
        how=how if dimension == "volume" else "",
        method="ratio",
        table=Table(
            caption=f"Flags by group: {DIMENSIONS[dimension]}",
            columns=columns,
            rows=rows,
            csv=path,
            empty=f"No group has {FEWEST} tutors.",
            more=more,
            stack=True,
        ),
    )


def _group(row: dict[str, object], flag: str, *, several: bool) -> Sequence[Cell]:
    seen, among = int(str(row["observed"])), int(str(row["tutors"]))
    start = ["on evidence" if flag == "by_evidence" else "any rule"] if several else []
    rate, low, high = (float(str(row[key])) for key in ("rate", "low", "high"))
    said: list[Cell] = [
        *start,
        str(row["group"]),
        f"{words.number(seen)} of {words.number(among)}",
        words.percent(rate),
        words.span(low, high),
        words.number(float(str(row["sessions"]))),
    ]
    if row["ratio"] is None:
        return [*said, "", "", ""]
    upper = row["ratio_high"]
    ends = f"{float(str(row['ratio_low'])):.2f} to {float(str(upper)):.2f}"
    return [
        *said,
        f"{float(str(row['expected'])):.1f}",
        f"{float(str(row['ratio'])):.2f}",
        ends,
    ]


def _csv(compared: dict[tuple[str, str], pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(
        [
            frame.select(pl.lit(flag).alias("flag"), pl.lit(dimension).alias("dimension"), pl.all())
            for (flag, dimension), frame in compared.items()
        ]
    )
