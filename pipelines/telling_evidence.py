"""How `explain` tells of the evidence on one tutor: the sentences, and every figure from its rows.

What adds up is added up again from the published rows and shown beside the table's figure. The
chances stand in review.signals and review.signal_events; the prior they rest on is shown with them.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from tutor_reliability.answers import Row
from tutor_reliability.evidence.by_hand import Day
from tutor_reliability.evidence.recompute import Figure, Ground, recomputed
from tutor_reliability.evidence.rows import Event, Signal
from tutor_reliability.evidence.sentences import counted, limit_words, outward
from tutor_reliability.evidence.telling import evidence_parts, signal_title
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
        everything: Whether to list each week, and each past day asked and not the newest alone.
    """
    yield ""
    yield "Evidence" if found.signals else "Evidence: none was weighed"
    signals = {str(row["signal"]): Signal.of(row) for row in found.signals}
    for name in SIGNALS:
        if name in signals:
            yield from _signal(found, signals[name], line_hours)
            if everything and name in RATE_SIGNALS and _of(found.events, name):
                yield from _weeks(ground_of(found, signals[name]), found.terms)
            yield from _points(_of(found.points, name), everything=everything)


def ground_of(found: EvidenceFound, signal: Signal) -> Ground:
    """Lay out what a rate rests on."""
    return Ground.of(
        signal,
        [Event.of(row) for row in _of(found.events, signal.signal)],
        [_worked(row) for row in found.days],
        found.terms,
    )


def _worked(row: Row) -> Day:
    return Day(
        day=_day(row),
        exposure=_number(row["exposure"]),
        late=_number(row["late"]),
        excused=_number(row["excused"]),
        load=_number(row["load"]),
    )


def _signal(found: EvidenceFound, signal: Signal, line_hours: float) -> Iterator[str]:
    rows = _of(found.events, signal.signal)
    events = [Event.of(row) for row in rows]
    parts = evidence_parts(signal, events, found.terms, line_hours=line_hours)
    yield f"  {signal_title(signal.signal)}: {_chance(signal)}"
    for part in parts:
        yield f"    {part}"
    if signal.signal not in RATE_SIGNALS:
        yield from _sessions("Sessions it rests on", rows, found)
        return
    if not signal.enough:
        return
    if rows:
        yield "    The same figures, added up from the rows:"
        for figure in recomputed(ground_of(found, signal), found.terms):
            yield f"      {_figure(figure)}"
    yield from _prior(_of(found.priors, signal.signal), found.terms)
    yield from _sessions("Late sessions it looked at", rows, found)


def _weeks(ground: Ground, terms: Evidence) -> Iterator[str]:
    yield "    The weeks that the chance is weighed by, newest first: events, among, load"
    for week in ground.by_week(terms.weeks):
        yield (
            f"      {week.first}  {counted(week.events)}  {counted(week.trials)}  "
            f"{_precise(week.load)}"
        )


def _sessions(heading: str, rows: Sequence[Row], found: EvidenceFound) -> Iterator[str]:
    if rows:
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
    said = f"{figure.name}: {_precise(figure.rows)}"
    return said if figure.agrees else f"{said}, but the table says {_precise(figure.table)}"


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
        f"{percent(_number(row['share']))} with a mean of "
        f"{percent(_number(row['shape']) / _number(row['rate']))}, as sure as after "
        f"{counted(round(_number(row['rate'])))} sessions"
        for row in rows
    )
    yield f"    Expected before looking, from data to {rows[0]['fitted_until']}, {learnt}:"
    yield f"      {kinds}"
    yield (
        f"      limit {limit_words(terms.limit)}, {terms.weeks} weeks, a change has a chance of "
        f"{limit_words(terms.hazard)} a week"
    )


def _event(row: Row, found: EvidenceFound) -> str:
    factor = _factor(_day(row), found)
    spell = "" if row["spell_no"] is None else f", spell {row['spell_no']}"
    without = row["chance_without"]
    facts = [
        str(_day(row)),
        _plain(row["session_id"]),
        _notice(row),
        _plain(row["reason_code"] or "no reason"),
        f"{row['treatment']}{spell}",
        f"counts {counted(_number(row['event']))}",
        f"factor {factor:.3f}" if factor is not None else "factor unknown",
    ]
    if without is not None:
        left = chance_percent(_number(without)) if without else "too few to judge"
        facts.append(f"were it excused {left}")
    return "  ".join([*facts, f"[{_places(row)}]"])


def _factor(day: date, found: EvidenceFound) -> float | None:
    """Give what a session of a day weighs on the average, by the hours and incidents of the day."""
    row = next((one for one in found.days if _day(one) == day), None)
    return None if row is None else _worked(row).a_session


def _notice(row: Row) -> str:
    hours = row["notice_hours"]
    return f"notice {row['notice']}" if hours is None else f"notice {_number(hours):.1f} h"


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
        chance = _number(row["chance"])
        said = chance_percent(chance) if chance else "too few to judge"
        yield f"      {_day(row)}  {said}, {row['events']} separate events"


def _of(rows: Sequence[Row], signal: str) -> list[Row]:
    return [row for row in rows if row["signal"] == signal]


def _day(row: Row) -> date:
    day = row["day"]
    assert isinstance(day, date)  # noqa: S101 - a date column
    return day


def _number(value: object) -> float:
    return float(str(value))


def _plain(value: object) -> str:
    """Make hostile text harmless to a terminal: no control characters reach it."""
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in str(value))
