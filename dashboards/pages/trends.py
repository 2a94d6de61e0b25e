"""Reliability: better, worse or noise?"""

import polars as pl

from dashboards import figures, words
from dashboards.pages import outliers
from dashboards.pages.facts import Facts
from dashboards.pages.frame import Site
from dashboards.pages.views import Card, Column, Figure, Kpi, Page, Table, Tiles
from dashboards.pages.weeks import Weeks, rate_card
from tutor_reliability.intervals import wilson_interval

_TWO_HOURS = 4
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def page(facts: Facts, weeks: Weeks, site: Site) -> Page:
    """Make the page on the marketplace as a whole."""
    site.write_frame("csv/weeks.csv", weeks.frame)
    months = facts.run.ask("causes")
    standing = outliers.against_chance(facts)
    return Page(
        path="trends.html",
        nav="trends",
        title="Reliability",
        finding=_finding(weeks),
        parts=[
            _tiles(weeks),
            rate_card(facts, weeks),
            *_surges(weeks, site),
            outliers.list_card(facts, standing, site),
            outliers.funnel_card(facts, standing),
            _notice_card(facts),
            _causes_card(months),
            _hours_card(facts),
        ],
    )


def _finding(weeks: Weeks) -> str:
    if weeks.frame.is_empty():
        return "No week counts yet, so there is nothing to compare."
    special = weeks.frame.filter("special").height
    centre = words.percent(weeks.centre)
    last = weeks.frame.filter("whole").tail(1)
    said = f"Over {weeks.frame.height} weeks {centre} of sessions were lost late. "
    if last.height:
        row = last.row(0, named=True)
        what = (
            "unusual for a single week" if row["special"] else "no more than weeks usually differ"
        )
        said += f"The last whole week stands at {words.percent(row['rate'])}: {what}. "
    if not special:
        return said + "No week lies outside the usual range: what moves from week to week is noise."
    lies = "lies outside the usual range and deserves a look"
    lie = "lie outside the usual range and deserve a look"
    return f"{said}{words.some(special, f'week {lies}', f'weeks {lie}')}."


def _tiles(weeks: Weeks) -> Tiles:
    frame = weeks.frame
    half = frame.height // 2

    def rate(part: pl.DataFrame, label: str) -> Kpi:
        late, sessions = int(part["late"].sum()), int(part["exposure"].sum())
        low, high = wilson_interval([late], [sessions])
        return Kpi(
            label=label,
            value=words.percent(late / sessions) if sessions else "unknown",
            note=f"{words.number(late)} of {words.number(sessions)}, "
            f"{words.span(float(low[0]), float(high[0]))}",
        )

    return Tiles(
        tiles=[
            rate(frame, "Late rate, the year"),
            rate(frame.head(half), "First half"),
            rate(frame.tail(frame.height - half), "Second half"),
            Kpi(
                label="Unusual weeks",
                value=words.number(frame.filter("special").height),
                note=f"of {frame.height} outside the usual range",
            ),
            Kpi(
                label="Unusual days",
                value=words.number(weeks.surges.height),
                note="far more lost than usual; nothing is excused by itself",
            ),
        ]
    )


def _surges(weeks: Weeks, site: Site) -> list[Card]:
    if weeks.surges.is_empty():
        return []
    path = site.write_frame("csv/unusual_days.csv", weeks.surges)
    rows = [
        [
            words.day(row["day"]),
            f"{words.number(row['late'])} of {words.number(row['exposure'])}",
            words.percent(row["late"] / row["exposure"]),
            words.number(row["tutors"]),
            words.number(row["excused"]),
        ]
        for row in weeks.surges.reverse().iter_rows(named=True)
    ]
    titles = ("Day", "Late of sessions", "Rate", "Tutors who lost any", "Already excused")
    return [
        Card(
            name="surges",
            title="Days that stand out",
            how=f"Far more was lost than the usual {words.percent(weeks.centre)}: an outage, a "
            "storm, a mistake in a log. It counts like any day until a person says otherwise.",
            method="surges",
            table=Table(
                caption="Days on which far more was lost than usual",
                columns=[
                    Column(title=title, numeric=place > 0) for place, title in enumerate(titles)
                ],
                rows=rows,
                csv=path,
            ),
        )
    ]


def _notice_card(facts: Facts) -> Card:
    line = facts.run.stamp.line_hours
    bins = facts.run.ask("notice_bins")
    counts = dict(bins.iter_rows())
    edge = int(line * 2)
    after = sum(counts.get(edge + one, 0) for one in range(_TWO_HOURS))
    before = sum(counts.get(edge - one, 0) for one in range(1, _TWO_HOURS + 1))
    rows = [
        [
            f"{words.hours(start / 2)} to {words.hours((start + 1) / 2)}",
            words.number(counts.get(start, 0)),
            "under the line" if start < edge else "at or over it",
        ]
        for start in range(2 * edge)
    ]
    return Card(
        name="notice",
        title="How much notice tutors give",
        how=f"{words.number(after)} cancellations came with {line:g} to {line + 2:g} hours' "
        f"notice, {words.number(before)} with {line - 2:g} to {line:g}: a heap just past the line "
        "would mean some cancel just in time.",
        span=6,
        method="notice",
        figure=Figure(
            name="notice",
            label="Cancellations by tutors, by half hours of notice",
            spec=figures.notice_histogram(bins, line_hours=line),
            numbers=Table(
                caption="Cancellations by tutors, by half hours of notice",
                columns=[
                    Column(title="Notice"),
                    Column(title="Cancellations", numeric=True),
                    Column(title=""),
                ],
                rows=rows,
                empty="No cancellation by a tutor in a year.",
            ),
        ),
    )


def _causes_card(months: pl.DataFrame) -> Card:
    titles = ("Month", "Booked", *(title for _, title, _, _ in figures.CAUSES))
    keys = ("booked", *(key for key, *_ in figures.CAUSES))
    rows = [
        [f"{row['month']:%b %Y}", *(words.number(row[key]) for key in keys)]
        for row in months.reverse().iter_rows(named=True)
    ]
    return Card(
        name="causes",
        title="What went wrong, per 100 booked",
        how="Students' cancellations, agreed rebookings and excused sessions never count against a "
        "tutor.",
        span=6,
        method="exposure",
        figure=Figure(
            name="causes",
            label="What became of sessions that did not take place as booked, by month",
            spec=figures.causes_by_month(months),
            numbers=Table(
                caption="What became of booked sessions, by month",
                columns=[
                    Column(title=title, numeric=place > 0) for place, title in enumerate(titles)
                ],
                rows=rows,
                empty="No session in a year.",
            ),
        ),
    )


def _hours_card(facts: Facts) -> Card:
    hours = facts.run.ask("hours")
    worst = (
        hours.filter(pl.col("exposure") >= figures.FEWEST_SESSIONS)
        .with_columns(rate=pl.col("late") / pl.col("exposure"))
        .sort("rate", "weekday", "hour", descending=[True, False, False])
    )
    if worst.is_empty():
        few = f"No hour of the week has {figures.FEWEST_SESSIONS} sessions yet."
        return Card(name="hours", title="When sessions are lost late", text=[few])
    rows = [
        [
            f"{_WEEKDAYS[row['weekday'] - 1]} {row['hour']:02d}:00",
            f"{words.number(row['late'])} of {words.number(row['exposure'])}",
            words.percent(row["rate"]),
        ]
        for row in worst.iter_rows(named=True)
    ]
    return Card(
        name="hours",
        title="When sessions are lost late",
        how=f"By weekday and hour of the start, {facts.run.stamp.timezone}. Cells with under "
        f"{figures.FEWEST_SESSIONS} sessions are blank.",
        figure=Figure(
            name="hours",
            label="Late rate by weekday and hour of the start",
            height="s",
            spec=figures.hours_of_the_week(hours),
            numbers=Table(
                caption="Late rate by weekday and hour, the highest first",
                columns=[
                    Column(title="Start"),
                    Column(title="Late of sessions", numeric=True),
                    Column(title="Rate", numeric=True),
                ],
                rows=rows,
                empty="No hour of the week has enough sessions.",
            ),
        ),
    )
