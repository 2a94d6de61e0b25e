"""Every figure said of a tutor's evidence computed again from the published rows, signal by signal.

The arithmetic is in `tutor_reliability.evidence`; here rows become what it asks for.
"""

from collections.abc import Sequence
from datetime import date
from math import isfinite

from tutor_reliability.answers import Row
from tutor_reliability.evidence.belief_by_hand import Kind
from tutor_reliability.evidence.by_hand import Day
from tutor_reliability.evidence.recompute import Figure, Ground, recomputed
from tutor_reliability.evidence.recompute_chances import Again, Expected, habit_chance
from tutor_reliability.evidence.rows import EXCUSED, Event, Signal
from tutor_reliability.evidence_answers import EvidenceFound
from tutor_reliability.tables.values import RATE_SIGNALS


def figures_of(found: EvidenceFound, signal: Signal, *, points: int | None = None) -> list[Figure]:
    """Compute the figures of a signal again; none that nothing kept would give.

    Args:
        found: The evidence on the tutor.
        signal: The row of review.signals.
        points: How many past nights, the newest; None: all of them.
    """
    if signal.signal in RATE_SIGNALS:
        return _of_rate(found, signal, points)
    rows = of_signal(found.events, signal.signal)
    counted = sum(number(row["event"]) for row in rows)
    is_sum = bool(rows) and signal.signal != "reschedule_chain"
    seen = [Figure(name="events", rows=counted, table=signal.events)] if is_sum else []
    return seen + habit_chance(signal, expected_of(found, signal).on(signal.as_of), found.terms)


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


def expected_of(found: EvidenceFound, signal: Signal) -> Expected:
    """Give what was expected of tutors, month by month."""
    months: dict[date, list[Kind]] = {}
    for row in of_signal(found.priors, signal.signal):
        until = row["fitted_until"]
        assert isinstance(until, date)  # noqa: S101 - a date column
        share, shape, rate = (number(row[name]) for name in ("share", "shape", "rate"))
        months.setdefault(until, []).append(Kind(share=share, shape=shape, rate=rate))
    return Expected(months=months)


def records_of(found: EvidenceFound) -> list[dict[str, object]]:
    """Give every figure, of every signal, for machines; null where there is none."""
    signals = [Signal.of(row) for row in found.signals]
    return [
        {
            "signal": signal.signal,
            "figure": one.name,
            "rows": one.rows if isfinite(one.rows) else None,
            "table": one.table if isfinite(one.table) else None,
            "agrees": one.agrees,
        }
        for signal in signals
        for one in figures_of(found, signal)
    ]


def of_signal(rows: Sequence[Row], signal: str) -> list[Row]:
    """Give the rows of a signal."""
    return [row for row in rows if row["signal"] == signal]


def worked(row: Row) -> Day:
    """Take a day with sessions."""
    return Day(
        day=day_of(row),
        exposure=number(row["exposure"]),
        late=number(row["late"]),
        excused=number(row["excused"]),
        load=number(row["load"]),
    )


def day_of(row: Row) -> date:
    """Give the day of a row."""
    day = row["day"]
    assert isinstance(day, date)  # noqa: S101 - a date column
    return day


def number(value: object) -> float:
    """Take a number, which DuckDB may give as a decimal."""
    return float(str(value))


def _of_rate(found: EvidenceFound, signal: Signal, points: int | None) -> list[Figure]:
    ground = ground_of(found, signal)
    again = Again(ground=ground, expected=expected_of(found, signal), terms=found.terms)
    past = [(day_of(row), number(row["chance"])) for row in of_signal(found.points, signal.signal)]
    return [
        *_of_days(found),
        *recomputed(ground, found.terms),
        *again.figures(),
        *again.points(past if points is None else past[-points:], kept_from=found.kept_from),
    ]


def _of_days(found: EvidenceFound) -> list[Figure]:
    """Count the tutor's sessions, one by one, against those of the days."""
    return [
        Figure(
            name=f"{name} of all days, session by session",
            rows=sum(number(row[f"{column}_listed"]) for row in found.days),
            table=sum(number(row[column]) for row in found.days),
            is_detail=True,
        )
        for name, column in (("sessions", "exposure"), ("late sessions", "late"))
    ]
