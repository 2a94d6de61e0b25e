"""How `explain` tells of the evidence on one tutor: the sentences, and every figure from its rows.

Whatever a sentence says is computed again from the published rows, chances with the prior kept with
them, and shown; where the table says something else, both.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from math import isnan

from pipelines.harmless import harmless
from pipelines.telling_sides import side_lines
from tutor_reliability.answers import Row
from tutor_reliability.evidence.rows import Event, Signal
from tutor_reliability.evidence.sentences import counted, limit_words, outward
from tutor_reliability.evidence.telling import evidence_parts, signal_title
from tutor_reliability.evidence_again.figures import WITHIN, Figure
from tutor_reliability.evidence_again.found import (
    day_of,
    figures_of,
    ground_of,
    newest,
    number,
    of_signal,
    worked,
)
from tutor_reliability.evidence_again.ground import Ground
from tutor_reliability.evidence_answers import EvidenceFound
from tutor_reliability.policy.model import Evidence
from tutor_reliability.sentences import chance_percent, percent
from tutor_reliability.tables.values import RATE_SIGNALS, SIGNALS

_MOST_POINTS = 8


def evidence_lines(found: EvidenceFound, *, line_hours: float, everything: bool) -> Iterator[str]:
    """Tell what was weighed, the rates first.

    Args:
        found: The evidence.
        line_hours: The policy's line, hours.
        everything: Whether to list each week, each figure computed again, and each past day asked
            and not the newest alone.
    """
    yield ""
    yield "Evidence" if found.signals else "Evidence: none was weighed"
    signals = {str(row["signal"]): Signal.of(row) for row in found.signals}
    again: list[Figure] = []
    for name in (one for one in SIGNALS if one in signals):
        figures = figures_of(found, signals[name], points=None if everything else _MOST_POINTS)
        again += figures
        yield from _signal(found, signals[name], line_hours)
        yield from _again(figures, everything=everything, named=bool(_rows(found, name)))
        yield from _beneath(found, signals[name], everything=everything)
        yield from _points(of_signal(found.points, name), everything=everything)
    if again:
        yield f"  {_agreed(again)}"


def _beneath(found: EvidenceFound, signal: Signal, *, everything: bool) -> Iterator[str]:
    """Tell what a signal rests on: what was expected before looking, sessions, weeks."""
    name, rows = signal.signal, _rows(found, signal.signal)
    if name not in RATE_SIGNALS:
        yield from side_lines(
            found, name, as_of=signal.as_of, tutor_id=signal.tutor_id, everything=everything
        )
    elif signal.enough:
        yield from _prior(newest(of_signal(found.priors, name)), found.terms)
    yield from _sessions(name, rows, found)
    if everything and name in RATE_SIGNALS and rows:
        yield from _weeks(ground_of(found, signal), found.terms)


def _signal(found: EvidenceFound, signal: Signal, line_hours: float) -> Iterator[str]:
    events = [Event.of(row) for row in _rows(found, signal.signal)]
    parts = evidence_parts(signal, events, found.terms, line_hours=line_hours)
    yield f"  {signal_title(signal.signal)}: {_chance(signal)}"
    for part in parts:
        yield f"    {part}"


def _again(figures: Sequence[Figure], *, everything: bool, named: bool) -> Iterator[str]:
    """Tell the figures of the sentence, and of all others those that disagree."""
    shown = [
        one for one in figures if everything or not one.agrees or (named and not one.is_detail)
    ]
    if shown:
        yield "    Computed again from the rows:"
    for figure in shown:
        yield f"      {_figure(figure)}"


def _agreed(figures: Sequence[Figure]) -> str:
    wrong = sum(not one.agrees for one in figures)
    said = f"{wrong} {'disagrees' if wrong == 1 else 'disagree'}" if wrong else "all agree"
    return (
        f"Figures computed again from the rows: {len(figures)}, {said} "
        f"(chances and rates to {WITHIN * 100:g} %, all else to the last digit shown)"
    )


def _weeks(ground: Ground, terms: Evidence) -> Iterator[str]:
    yield "    The weeks that the chance is weighed by, newest first: events, among, load"
    for week in ground.by_week(terms.weeks):
        yield (
            f"      {week.first}  {counted(week.events)}  {counted(week.trials)}  "
            f"{_precise(week.load)}"
        )


def _sessions(signal: str, rows: Sequence[Row], found: EvidenceFound) -> Iterator[str]:
    if rows:
        is_rate = signal in RATE_SIGNALS
        heading = "Late sessions it looked at" if is_rate else "Sessions it rests on"
        yield f"    {heading}: {len(rows)}"
    for row in rows:
        yield f"      {_event(row, found)}"


def _chance(signal: Signal) -> str:
    if not signal.enough or signal.chance is None:
        return "too few to judge"
    said = f"chance {chance_percent(signal.chance)} ({signal.chance:.6f})"
    if signal.rate_low is not None and signal.rate_high is not None:
        low, high = outward(signal.rate_low, signal.rate_high)
        said += f", rate {percent(low)} to {percent(high)}"
    if signal.chance_of_change is not None:
        said += f", that it changed {chance_percent(signal.chance_of_change)}"
    return said


def _figure(figure: Figure) -> str:
    said = f"{figure.name}: {_value(figure, figure.rows)}"
    return said if figure.agrees else f"{said}, but the table says {_value(figure, figure.table)}"


def _value(figure: Figure, value: float) -> str:
    if isnan(value):
        return "none"
    return f"{value * 100:.3f} %" if figure.is_share else _precise(value)


def _precise(number: float) -> str:
    return counted(number) if number == round(number) else f"{number:,.4f}"


def _prior(rows: Sequence[Row], terms: Evidence) -> Iterator[str]:
    if not rows:
        return
    learnt = (
        f"the policy's own, for fewer than {terms.min_tutors} tutors have sessions"
        if rows[0]["fallback"]
        else f"learnt from {rows[0]['tutors']} tutors"
    )
    kinds = "; ".join(
        f"{percent(number(row['share']))} with a mean of "
        f"{percent(number(row['shape']) / number(row['rate']))}, as sure as after "
        f"{counted(round(number(row['rate'])))} sessions"
        for row in rows
    )
    yield f"    Expected before looking, from data to {rows[0]['fitted_until']}, {learnt}:"
    yield f"      {kinds}"
    yield (
        f"      limit {limit_words(terms.limit)}, {terms.weeks} weeks, a change has a chance of "
        f"{limit_words(terms.hazard)} a week"
    )


def _event(row: Row, found: EvidenceFound) -> str:
    factor = _factor(day_of(row), found)
    spell = "" if row["spell_no"] is None else f", spell {row['spell_no']}"
    without = row["chance_without"]
    facts = [
        str(day_of(row)),
        harmless(row["session_id"]),
        _notice(row),
        harmless(row["reason_code"] or "no reason"),
        f"{row['treatment']}{spell}",
        f"counts {counted(number(row['event']))}",
        f"factor {factor:.3f}" if factor is not None else "factor unknown",
    ]
    if without is not None:
        left = chance_percent(number(without)) if without else "too few to judge"
        facts.append(f"were it excused {left}")
    return "  ".join([*facts, f"[{_places(row)}]"])


def _factor(day: date, found: EvidenceFound) -> float | None:
    """Give what a session of a day weighs on the average, by the hours and incidents of the day."""
    row = next((one for one in found.days if day_of(one) == day), None)
    return None if row is None else worked(row).a_session


def _notice(row: Row) -> str:
    hours = row["notice_hours"]
    return f"notice {row['notice']}" if hours is None else f"notice {number(hours):.1f} h"


def _places(row: Row) -> str:
    places = [
        f"{row[f'{kind}_file']}:{row[f'{kind}_line']}"
        for kind in ("session", "cancellation")
        if row[f"{kind}_file"]
    ]
    return ", ".join(dict.fromkeys(places))


def _points(rows: Sequence[Row], *, everything: bool) -> Iterator[str]:
    if not rows:
        return
    shown = rows if everything else rows[-_MOST_POINTS:]
    more = "" if len(shown) == len(rows) else f", the newest {len(shown)} (--all lists them)"
    yield f"    The chance as each past night would have said it: {len(rows)} days{more}"
    for row in shown:
        chance = number(row["chance"])
        said = chance_percent(chance) if chance else "too few to judge"
        yield f"      {day_of(row)}  {said}, {counted(number(row['events']))} separate events"


def _rows(found: EvidenceFound, signal: str) -> list[Row]:
    return of_signal(found.events, signal)
