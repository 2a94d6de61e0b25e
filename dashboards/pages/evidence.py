"""What a tutor's page rests on: the year, the notice given, each incident with its log rows."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import polars as pl
from markupsafe import Markup

from dashboards import figures, words
from dashboards.pages import cells
from dashboards.pages.book import Book, Entry
from dashboards.pages.frame import Site
from dashboards.pages.views import Card, Cell, Column, Figure, Table, newest
from dashboards.theme import MARKS
from dashboards.values import Row, real

_CSV = (
    "session_id", "starts", "student_id", "event", "outcome", "blame", "notice", "notice_hours",
    "cancelled", "channel", "reason_code", "reason_text", "excuse", "excused", "provisional",
    "in_exposure", "in_late", "session_row", "cancellation_row",
)  # fmt: skip
MOST_INCIDENTS = 20
_MARKS = {
    kind: Markup('<span class="mark {}" aria-hidden="true">{}</span> ').format(
        kind.replace("_", "-"), mark.glyph
    )
    for kind, mark in MARKS.items()
}
_INCIDENT = (
    Column(title="Session", narrow=True),
    Column(title="What happened"),
    Column(title="Notice"),
    Column(title="Reason"),
    Column(title="Excuse", narrow=True),
    Column(title="Counts as late", narrow=True),
    Column(title="Source rows"),
)
_EXCUSE = {
    "none": "",
    "pending": "not decided yet",
    "accepted": "accepted",
    "rejected": "rejected",
    "over_cap": "accepted, but more often than the policy allows",
    "amnesty": "covered by an amnesty",
}


def write_csv(entry: Entry, site: Site, path: str) -> None:
    """Write all sessions of the tutor that did not take place as booked."""
    site.write_frame(path, entry.incidents.select(_CSV))


def figures_of(book: Book, entry: Entry) -> list[Card]:
    """Draw the tutor's year, the rate over time and the notice given."""
    own = entry.incidents.filter(pl.col("kind") != "other")
    return [_year(book, entry, own), _over_time(book, entry), _strip(book, own)]


def _year(book: Book, entry: Entry, own: pl.DataFrame) -> Card:
    marked: dict[tuple[date, str], list[str]] = defaultdict(list)
    for row in own.iter_rows(named=True):
        kind = "excused" if row["excused"] else row["kind"]
        marked[row["session_day"], kind].append(_said(book, row))
    incidents = pl.DataFrame(
        [
            {"day": day, "kind": kind, "words": f"{words.day(day)}: {'; '.join(said)}"}
            for (day, kind), said in sorted(marked.items())
        ],
        schema={"day": pl.Date, "kind": pl.String, "words": pl.String},
    )
    last = book.facts.run.stamp.day
    months = (
        entry.days.group_by(month=pl.col("day").dt.truncate("1mo"))
        .agg(pl.col("booked").sum())
        .sort("month", descending=True)
    )
    counts = _by_month(entry)
    rows = [
        [
            f"{month:%b %Y}",
            words.number(booked),
            *(words.number(counts.get((month, kind), 0)) for kind in _KINDS),
        ]
        for month, booked in months.iter_rows()
    ]
    titles = ("Month", "Booked", "Late", "No-show or broke off", "In time", "Rebooked", "Excused")
    return Card(
        name="year",
        title="A year of sessions",
        how="Each square is a day; the fuller, the more sessions. Marks show what was cancelled.",
        figure=Figure(
            name="year",
            label="A year of sessions, day by day",
            height="s",
            spec=figures.year_of_sessions(entry.days, incidents, last_day=last),
            numbers=Table(
                caption="Sessions by month",
                columns=[
                    Column(title=title, numeric=place > 0) for place, title in enumerate(titles)
                ],
                rows=rows,
                empty="No session in a year.",
            ),
        ),
    )


_KINDS = ("late", "no_show", "early", "rebooked", "excused")


def _by_month(entry: Entry) -> dict[tuple[date, str], int]:
    counts: dict[tuple[date, str], int] = defaultdict(int)
    for day, kind, excused in entry.incidents.select("session_day", "kind", "excused").iter_rows():
        counts[day.replace(day=1), "excused" if excused else kind] += 1
    return counts


def _over_time(book: Book, entry: Entry) -> Card:
    stamp = book.facts.run.stamp
    rows = [
        [
            words.day(row["day"]),
            f"{words.number(row['late'])} of {words.number(row['exposure'])}",
            cells.too_few("too few to judge")
            if row["rate"] is None
            else words.percent(row["rate"]),
            "" if row["rate"] is None else words.span(row["low"], row["high"]),
        ]
        for row in entry.trail.reverse().iter_rows(named=True)
    ]
    return Card(
        name="trail",
        title="Late rate over time, among the others",
        how="Each point looks back 13 weeks; the red band is where the true rate plausibly lay. "
        f"Open circles: under {stamp.min_volume} sessions, too few to judge.",
        span=7,
        method="trail",
        figure=Figure(
            name="trail",
            label="The tutor's late rate over 13 weeks at a time, and the middle 80 % of tutors",
            spec=figures.rate_over_time(entry.trail, book.peers, limit=stamp.limit),
            numbers=Table(
                caption="Late rate over 13 weeks at a time",
                columns=[
                    Column(title="13 weeks to"),
                    Column(title="Late of sessions", numeric=True),
                    Column(title="Rate", numeric=True),
                    Column(title="95 % range", numeric=True),
                ],
                rows=rows,
            ),
        ),
    )


def _strip(book: Book, own: pl.DataFrame) -> Card:
    line = book.facts.run.stamp.line_hours
    known = own.filter(pl.col("notice_hours").is_not_null() | (pl.col("kind") == "no_show"))
    unknown = own.height - known.height
    frame = known.select("kind", "notice_hours", "excused", day="session_day").with_columns(
        words=pl.Series([_said(book, row) for row in known.iter_rows(named=True)], dtype=pl.String)
    )
    late = frame.filter(pl.col("notice_hours") < line).height
    how = (
        f"{words.number(late)} with under {line:g} hours' notice, "
        f"{words.number(frame.filter(pl.col('notice_hours') >= line).height)} with more. "
        "Open marks are excused."
    )
    if unknown:
        how += f" {words.some(unknown, 'more has', 'more have')} no known notice."
    if frame.is_empty():
        return Card(
            name="strip",
            title="Notice given, incident by incident",
            how=how,
            span=5,
            method="notice",
            text=["No incident of this tutor's doing with a known notice in a year."],
        )
    return Card(
        name="strip",
        title="Notice given, incident by incident",
        how=how,
        span=5,
        method="notice",
        figure=Figure(
            name="strip",
            label="Hours of notice of each incident, by day; the incident table has the numbers",
            spec=figures.notice_strip(frame, line_hours=line),
        ),
    )


def incident_card(book: Book, entry: Entry, csv: str) -> Card:
    """List each incident of the tutor's doing, down to the rows it came from."""
    stamp = book.facts.run.stamp
    incidents = entry.incidents.filter(
        (pl.col("kind") != "other") | (pl.col("blame") == "needs_review")
    )
    rest = entry.incidents.height - incidents.height
    table, folded = newest(
        Table(
            caption="Incidents of this tutor, the newest first",
            columns=_INCIDENT,
            rows=[_incident(book, row) for row in incidents.iter_rows(named=True)],
            csv=csv,
            empty="No session was lost, moved or cancelled by this tutor in a year.",
            more=f"{words.some(rest, 'session')} ended by students or the platform "
            f"{'is' if rest == 1 else 'are'} in the CSV file; they count nowhere."
            if rest
            else "",
            stack=True,
        ),
        MOST_INCIDENTS,
        "incident",
    )
    return Card(
        name="incidents",
        title=f"Incidents in a year ({words.number(incidents.height)})",
        how=f"Newest first, times in {stamp.timezone}. Each can be found in the logs by file and "
        "line.",
        method="notice",
        table=table,
        folded=folded,
    )


def _incident(book: Book, row: Row) -> Sequence[Cell]:
    reason = words.plain(str(row["reason_code"])) if row["reason_code"] else "none given"
    texts = [
        reason,
        *([f"“{row['reason_text']}”"] if row["reason_text"] else []),
        *([f"through {words.plain(str(row['channel'])).lower()}"] if row["channel"] else []),
    ]
    sources = [str(row[key]) for key in ("session_row", "cancellation_row") if row[key]]
    return [
        cells.lines([str(row["starts"]), str(row["session_id"])]),
        _mark(row) + _outcome(book, row) + _blame(row),
        words.hours(real(row["notice_hours"])) if row["notice"] != "none" else "",
        cells.lines(texts),
        _EXCUSE.get(str(row["excuse"]), str(row["excuse"])),
        _counts(row),
        Markup("<br>").join(cells.code(one) for one in sources) or "unknown",
    ]


def _mark(row: Row) -> Markup:
    if row["kind"] == "other":
        return Markup("")
    return _MARKS["excused" if row["excused"] else str(row["kind"])]


def _blame(row: Row) -> Markup:
    if row["blame"] == "tutor":
        return Markup("")
    return Markup(
        '<span class="line"></span><span class="line">a person must say whose doing</span>'
    )


def _counts(row: Row) -> str:
    if row["provisional"]:
        return "not settled yet"
    if row["in_late"]:
        return "yes"
    return "no, excused" if row["excused"] else "no"


def _outcome(book: Book, row: Row) -> str:
    outcome = str(row["outcome"])
    return book.outcome_words.get(outcome, words.plain(outcome).lower())


def _said(book: Book, row: Row) -> str:
    notice = real(row["notice_hours"])
    said = _outcome(book, row)
    if notice is not None:
        said += f", {words.hours(notice)} of notice" if notice >= 0 else f", {words.hours(notice)}"
    return f"{said}, excused" if row["excused"] else said
