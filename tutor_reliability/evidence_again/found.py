"""From what is published of a tutor to figures, signal by signal."""

from collections.abc import Iterator, Sequence
from datetime import date
from math import isfinite

from tutor_reliability.evidence.rows import EXCUSED, Event, Signal
from tutor_reliability.evidence_again.chain import Chain
from tutor_reliability.evidence_again.days import Day
from tutor_reliability.evidence_again.expected import Expected
from tutor_reliability.evidence_again.figures import Figure, count
from tutor_reliability.evidence_again.ground import Ground
from tutor_reliability.evidence_again.habits import Emergencies, MovedSessions
from tutor_reliability.evidence_again.near_line import NearLine
from tutor_reliability.evidence_again.quiet_pairs import QuietPairs
from tutor_reliability.evidence_again.rates import Rate
from tutor_reliability.evidence_again.sessions import Move, read
from tutor_reliability.evidence_again.sides import Known, Side, figures_of_side
from tutor_reliability.evidence_again.student_cancels import StudentCancels
from tutor_reliability.evidence_answers import EvidenceFound, Row
from tutor_reliability.tables.values import HELD_PAIRS, RATE_SIGNALS, STUDENTS


def figures_of(found: EvidenceFound, signal: Signal, *, points: int | None = None) -> list[Figure]:
    """Work out every figure of a signal again.

    Args:
        found: The evidence on the tutor.
        signal: The row of review.signals.
        points: How many past nights, the newest; None: all of them.
    """
    past = of_signal(found.points, signal.signal)
    past = past if points is None else past[-points:]
    if signal.signal in RATE_SIGNALS:
        return list(_of_rate(found, signal, past))
    known = known_of(found, signal.tutor_id, signal.as_of)
    asked = [(day_of(row), number(row["chance"]), number(row["events"])) for row in past]
    events = [Event.of(row) for row in of_signal(found.events, signal.signal)]
    return list(figures_of_side(side_of(signal.signal, known), signal, events, asked, known))


def side_of(signal: str, known: Known) -> Side:
    """Make a side detector ready."""
    expected = known.expected(signal)
    match signal:
        case "near_line":
            return NearLine(known, expected)
        case "emergency_habit":
            return Emergencies(known, expected)
        case "reschedule_churn":
            return MovedSessions(known, expected)
        case "reschedule_chain":
            return Chain(known)
        case "student_cancels":
            return StudentCancels(known, expected, known.expected(STUDENTS))
        case _:
            return QuietPairs(known, expected, known.expected(HELD_PAIRS))


def known_of(found: EvidenceFound, tutor_id: str, as_of: date) -> Known:
    """Take what side detectors look at."""
    return Known(
        tutor_id=tutor_id,
        as_of=as_of,
        kept_from=found.kept_from,
        timezone=found.timezone,
        terms=found.terms,
        sessions=found.sessions,
        moves=[read(Move, row) for row in found.moves],
        priors=found.priors,
    )


def ground_of(found: EvidenceFound, signal: Signal) -> Ground:
    """Lay out what a rate rests on."""
    rows = of_signal(found.events, signal.signal)
    return Ground.of(
        signal,
        [Event.of(row) for row in rows],
        [worked(row) for row in found.days],
        found.terms,
        students=[
            str(row["student_id"])
            for row in rows
            if row["treatment"] != EXCUSED and row["student_id"] is not None
        ],
    )


def records_of(found: EvidenceFound) -> list[dict[str, object]]:
    """Give every figure, of every signal, for machines; null where there is none."""
    return [
        {
            "signal": signal.signal,
            "figure": one.name,
            "rows": one.rows if isfinite(one.rows) else None,
            "table": one.table if isfinite(one.table) else None,
            "agrees": one.agrees,
        }
        for signal in map(Signal.of, found.signals)
        for one in figures_of(found, signal)
    ]


def of_signal(rows: Sequence[Row], signal: str) -> list[Row]:
    """Give the rows of a signal."""
    return [row for row in rows if row["signal"] == signal]


def newest(rows: Sequence[Row]) -> list[Row]:
    """Keep, of rows of review.priors, what was learnt last."""
    return [row for row in rows if row["fitted_until"] == rows[-1]["fitted_until"]]


def worked(row: Row) -> Day:
    """Take a day with sessions."""
    names = ("exposure", "late", "excused", "load")
    return Day(day=day_of(row), **{name: number(row[name]) for name in names})


def day_of(row: Row) -> date:
    """Give the day of a row."""
    day = row["day"]
    assert isinstance(day, date)  # noqa: S101 - a date column
    return day


def number(value: object) -> float:
    """Take a number, which DuckDB may give as a decimal."""
    return float(str(value))


def _of_rate(found: EvidenceFound, signal: Signal, past: Sequence[Row]) -> Iterator[Figure]:
    expected = Expected.of(of_signal(found.priors, signal.signal))
    rate = Rate(ground=ground_of(found, signal), expected=expected, terms=found.terms)
    asked = [(day_of(row), number(row["chance"])) for row in past]
    yield from _of_days(found)
    yield from rate.figures()
    yield from rate.points(asked, kept_from=found.kept_from)


def _of_days(found: EvidenceFound) -> Iterator[Figure]:
    """Count the tutor's sessions, one by one, against those of the days."""
    for name, column in (("sessions", "exposure"), ("late sessions", "late")):
        listed, told = (
            sum(number(row[one]) for row in found.days) for one in (f"{column}_listed", column)
        )
        yield count(f"{name} of all days, session by session", listed, told, is_detail=True)
