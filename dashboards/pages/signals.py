"""The evidence on one tutor: what is said of it, the chance over the weeks, what it rests on."""

from collections.abc import Sequence
from datetime import timedelta

import polars as pl

from dashboards import figures, words
from dashboards.pages import cells
from dashboards.pages.book import Book, Entry
from dashboards.pages.said import unbroken
from dashboards.pages.views import Card, Cell, Column, Figure, Table
from dashboards.values import Row, real
from tutor_reliability.evidence.rows import Event, Signal
from tutor_reliability.evidence.sentences import counted, outward
from tutor_reliability.evidence.telling import evidence_parts, signal_title
from tutor_reliability.tables.values import RATE_SIGNALS, SIGNALS

_TREATED = {
    "counted": "counted",
    "same_spell": "counted once with its spell",
    "excused": "excused, not counted",
    "incident": "day of an incident, hardly counts",
}


def signal_of(entry: Entry, name: str) -> Signal | None:
    """Give the tutor's row of a signal."""
    return next((one for one in entry.signals if one.signal == name), None)


def week_before(book: Book, signal: Signal) -> str:
    """Say what the chance was a week ago; '' where none was kept of then."""
    return words.week_ago(book.facts.weighed.week_before.get((signal.tutor_id, signal.signal)))


def cards(book: Book, entry: Entry) -> list[Card]:
    """Write the section on evidence; nothing for a run that weighed none."""
    if not entry.signals:
        return []
    return [_told(book, entry), *_drawn(book, entry)]


def _told(book: Book, entry: Entry) -> Card:
    terms = book.facts.weighed.terms
    text: list[str] = []
    for one in entry.signals:
        if one.signal in RATE_SIGNALS and (one.signal == RATE_SIGNALS[0] or one.enough):
            text += _paragraphs(_parts(book, entry, one))
    return Card(
        name="evidence",
        title="What the evidence says",
        how=f"The last {terms.weeks} weeks, each separate event counted once. Chance: that it is "
        "more than the limit or the usual allows. Each line of the table is a reason by itself; "
        "they are never added up.",
        method="score",
        text=text,
        table=Table(
            caption="What was looked for, and what was found",
            columns=[
                Column(title="Looked for"),
                Column(title="Events", numeric=True),
                Column(title="Among", numeric=True),
                Column(title="Chance", numeric=True),
                Column(title=f"{terms.confidence * 100:g}{words.NARROW}% range", numeric=True),
            ],
            rows=[_row(one) for one in _in_order(entry.signals)],
            stack=True,
        ),
        folded=_sides(book, entry),
    )


def _in_order(signals: Sequence[Signal]) -> list[Signal]:
    known = [one for one in signals if one.signal in SIGNALS]
    return sorted(known, key=lambda one: SIGNALS.index(one.signal))


def _paragraphs(parts: Sequence[str]) -> list[str]:
    """Keep what happened and how sure that is together; the rest is a paragraph of its own."""
    first, rest = unbroken(" ".join(parts[:2])), unbroken(" ".join(parts[2:]))
    return [first, rest] if rest else [first]


def _parts(book: Book, entry: Entry, signal: Signal) -> list[str]:
    rows = entry.evidence.iter_rows(named=True)
    return evidence_parts(
        signal,
        [Event.of(row) for row in rows if row["signal"] == signal.signal],
        book.facts.weighed.terms,
        line_hours=book.facts.run.stamp.line_hours,
    )


def _row(signal: Signal) -> Sequence[Cell]:
    known = signal.enough and signal.chance is not None
    return [
        signal_title(signal.signal),
        counted(signal.events),
        counted(signal.trials),
        words.chance(signal.chance) if known else cells.too_few("too few to judge"),
        _range(signal),
    ]


def _range(signal: Signal) -> str:
    if signal.rate_low is None or signal.rate_high is None:
        return ""
    return words.span(*outward(signal.rate_low, signal.rate_high))


def _sides(book: Book, entry: Entry) -> list[tuple[str, Table]]:
    """Fold away what each side detector says of those with enough to judge."""
    found = [one for one in entry.signals if one.signal not in RATE_SIGNALS and one.enough]
    if not found:
        return []
    rows: list[Sequence[Cell]] = [
        [signal_title(one.signal), unbroken(" ".join(_parts(book, entry, one)))] for one in found
    ]
    table = Table(
        caption="What the side detectors say",
        columns=[Column(title="Looked for", narrow=True), Column(title="In words")],
        rows=rows,
        stack=True,
    )
    return [("What the other detectors say, in words", table)]


def _drawn(book: Book, entry: Entry) -> list[Card]:
    points = entry.points.filter(pl.col("signal").is_in(RATE_SIGNALS))
    if points.is_empty():
        return []
    return [_chances(book, points), _events(book, entry)]


def _chances(book: Book, points: pl.DataFrame) -> Card:
    rows: list[Sequence[Cell]] = [
        [
            words.day(row["day"]),
            signal_title(row["signal"]),
            words.chance(row["chance"]),
            counted(row["events"]),
        ]
        for row in points.sort("day", "signal", descending=[True, False]).iter_rows(named=True)
    ]
    return Card(
        name="chances",
        title="The chance, as each past night would have said it",
        how="Asked on days with a new event, on Sundays, and tonight, by what had happened up to "
        "then and is known now.",
        span=7,
        method="score",
        figure=Figure(
            name="chances",
            label="Chance that the tutor's rate was above the limit, over the past weeks",
            spec=figures.chance_over_time(points, _thresholds(book)),
            numbers=Table(
                caption="The chance on each day asked",
                columns=[
                    Column(title="Day", narrow=True),
                    Column(title="Looked for"),
                    Column(title="Chance", numeric=True),
                    Column(title="Separate events", numeric=True),
                ],
                rows=rows,
            ),
        ),
    )


def _thresholds(book: Book) -> list[tuple[float, str]]:
    """Name the chances at which something begins or ends; each once, the lowest first."""
    found: dict[float, str] = {}
    for one in book.facts.weighed.of_signal(RATE_SIGNALS[0]):
        what = "a person is asked" if one.asks_person else "watch mark"
        found.setdefault(one.on, f"{what} from {words.limit(one.on)}")
        if one.below != one.on:
            found.setdefault(one.below, f"ends below {words.limit(one.below)}")
    return sorted(found.items())


def _events(book: Book, entry: Entry) -> Card:
    late = entry.evidence.filter(pl.col("signal") == RATE_SIGNALS[0])
    signal = signal_of(entry, RATE_SIGNALS[0])
    rows = [_event(row) for row in late.reverse().iter_rows(named=True)]
    sizes = late.filter(pl.col("spell_no").is_not_null()).group_by("spell_no").len()
    spells = sizes.filter(pl.col("len") > 1).height
    last = book.facts.run.stamp.day
    first = last - timedelta(days=book.facts.weighed.days - 1)
    numbers = Table(
        caption="Late sessions, how each was counted, and the chance were it excused",
        columns=[
            Column(title="Session", narrow=True),
            Column(title="Notice"),
            Column(title="Reason"),
            Column(title="How it was counted"),
            Column(title="Weight", numeric=True),
            Column(title="Were it excused", numeric=True),
        ],
        rows=rows,
    )
    told = late.with_columns(
        words=pl.Series([_said(row) for row in late.iter_rows(named=True)], dtype=pl.String)
    )
    return Card(
        name="events",
        title="What it rests on, week by week",
        how=f"{words.some(late.height, 'late session')}. Joined marks are a spell of lost days: "
        f"one event, or little more, however many sessions ({words.some(spells, 'spell')}).",
        span=5,
        method="spells",
        figure=Figure(
            name="events",
            label="Late sessions by week, with those of a spell joined",
            spec=figures.events_by_week(
                told, first=first, last=last, since=signal.since if signal else None
            ),
            numbers=numbers,
        ),
    )


def _event(row: Row) -> Sequence[Cell]:
    spell = "" if row["spell_no"] is None else f", spell {row['spell_no']}"
    without = real(row["chance_without"])
    return [
        cells.lines([str(row["starts"] or words.day(row["day"])), str(row["session_id"])]),
        words.hours(real(row["notice_hours"])),
        words.plain(str(row["reason_code"])) if row["reason_code"] else "none given",
        f"{_TREATED.get(str(row['treatment']), str(row['treatment']))}{spell}",
        f"{real(row['load']) or 0.0:.2f}",
        "" if without is None else words.chance(without) if without else "too few to judge",
    ]


def _said(row: Row) -> str:
    treated = _TREATED.get(str(row["treatment"]), str(row["treatment"]))
    return f"{words.day(row['day'])}: {row['session_id']}, {treated}"
